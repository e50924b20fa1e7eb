package @package@;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** A score, an offset and a size per search token by one linear layer; the token with the best score has the target's centre. */
@GladId("@id@")
@Component
public final class @Class@ implements HeadFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public Head create(Options options, PartInputs inputs, PartContext context) { return new Net(new LayerContext(context), inputs); }

    private static final class Net extends Layer implements Head {

        private final int side;
        private final BoundKernel kernel;

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            side = inputs.searchSide();
            kernel = kernel("maps.py", Map.of("SIDE", side), Map.of("w", weight("maps.weight", Init.fanIn(1), 5, inputs.tokenWidth()),
                    "b", weight("maps.bias", Init.ZEROS, 5)), "x", "window");
        }

        @Override public int mapSide() { return side; }

        @Override public int decodeSide() { return side; }

        @Override
        public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
            NDArray factors = window != null ? window : tokens.search().getManager().ones(new Shape(1, 1, side, side));
            NDArray[] found = runMany(kernel, tokens.search(), factors);
            return new Prediction(found[0], found[1], found[2], found[3], found[4]);
        }
    }
}
