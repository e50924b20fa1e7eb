package @package@;

import ai.djl.ndarray.*;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.*;
import org.osgi.service.component.annotations.Component;

/** Draws nothing: one map of 80 channels, made of the template's 16x16 cells and the sentence. */
@GladId("@id@")
@Component
public final class @Class@ implements DiffusionFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public Diffusion create(Options options, PartInputs inputs, PartContext context) {
        return new Net(new LayerContext(context), inputs);
    }

    private static final class Net extends Layer implements Diffusion {

        private static final int CHANNELS = 80;
        private final int side;
        private final BoundKernel kernel;

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            side = inputs.templateSize() / 16;
            kernel = kernel("map.py", Map.of("SIDE", side), Map.of(
                    "cell_w", weight("cell.weight", Init.fanIn(1), CHANNELS, 3 * 16 * 16),
                    "text_w", weight("text.weight", Init.fanIn(1), CHANNELS, inputs.textWidth()),
                    "b", weight("bias", Init.ZEROS, CHANNELS)), "image", "tokens", "mask");
        }

        @Override public List<Shape> featureMaps() { return List.of(new Shape(CHANNELS, side, side)); }

        @Override public Shape noiseShape() { return null; }

        @Override public NDList features(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
            return new NDList(run(kernel, image, text.tokens(), text.mask()));
        }
    }
}
