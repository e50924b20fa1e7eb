package glad.backbone.mobilenet;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** A 1x1 convolution to {@value #FACTOR} times the channels, and ReLU6. */
final class Expansion extends Layer {

    static final int FACTOR = 6;

    private final BoundKernel kernel;

    /**
     * Makes a layer.
     *
     * @param name its name in pretrained files
     * @param in channels that come in
     */
    Expansion(LayerContext context, String name, int in) {
        super(context);
        kernel = kernel("expand.py", Map.of(), Map.of(
                "w", weight("weight", Init.fanIn(Math.sqrt(2)), FACTOR * in, in, 1, 1).pretrainedAs(name + ".weight"),
                "b", weight("bias", Init.ZEROS, FACTOR * in).pretrainedAs(name + ".bias")), "x");
    }

    /** Expands (B, in, H, W). */
    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
