package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** Halves a map, padded at the bottom and right only, as the VAE's encoder does. */
final class PadConv extends Layer {

    private final BoundKernel kernel;

    PadConv(LayerContext context, int width) {
        super(context);
        kernel = kernel("pad_conv.py", Map.of(), Map.ofEntries(
                entry("w", weight("weight", Init.fanIn(1), width, width, 3, 3)),
                entry("b", weight("bias", Init.ZEROS, width))), "x");
    }

    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
