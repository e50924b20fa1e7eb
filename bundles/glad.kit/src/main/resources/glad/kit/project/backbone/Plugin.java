package @package@;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Patches of 16 pixels as tokens; those of the search region attend to the template's and to each other, once. */
@GladId("@id@")
@Component
public final class @Class@ implements BackboneFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public Backbone create(Options options, PartInputs inputs, PartContext context) { return new Net(new LayerContext(context), inputs); }

    private static final class Net extends Layer implements Backbone {

        private static final int WIDTH = 64;
        private final int side;
        private final BoundKernel kernel;

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            side = inputs.searchSize() / 16;
            kernel = kernel("attend.py", Map.of(), Map.of("patch_w", weight("patch.weight", Init.fanIn(1), WIDTH, 3 * 16 * 16),
                    "patch_b", weight("patch.bias", Init.ZEROS, WIDTH), "qkv_w", weight("qkv.weight", Init.fanIn(1), 3 * WIDTH, WIDTH),
                    "out_w", weight("out.weight", Init.fanIn(1), WIDTH, WIDTH)), "image", "others");
        }

        @Override public int width() { return WIDTH; }

        @Override public int searchSide() { return side; }

        @Override public int templateSide() { return side / 2; }

        @Override public int detailWidth() { return 0; }

        @Override public NDArray embedTemplate(Template template) {
            NDArray image = template.image();
            return run(kernel, image, image.getManager().zeros(new Shape(image.getShape().get(0), 1, WIDTH)));
        }

        @Override public Tokens forward(NDArray template, NDArray search) {
            return new Tokens(template, run(kernel, search, template), null);
        }
    }
}
