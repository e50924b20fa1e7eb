package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** Halves a map, padded at the bottom and right only, as the VAE's encoder does. */
final class PadConv extends Layer {

    private final Kernel kernel;
    private final Weight weight;
    private final Weight bias;

    PadConv(LayerContext context, int width) {
        super(context);
        kernel = kernel("pad_conv.py", Map.of());
        weight = weight("weight", Init.fanIn(1), width, width, 3, 3);
        bias = weight("bias", Init.ZEROS, width);
    }

    NDArray forward(NDArray x) {
        return run(kernel, x, weight, bias);
    }
}
