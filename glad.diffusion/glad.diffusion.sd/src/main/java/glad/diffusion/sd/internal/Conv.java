package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Map;

/** A convolution that keeps the size (stride 1) or halves it (stride 2, padded on all sides). */
final class Conv extends Layer {

    private final BoundKernel kernel;

    Conv(LayerContext context, int in, int out, int size, int stride) {
        super(context);
        int padding = size / 2;
        kernel = kernel("conv.py", Map.of("STRIDE", List.of(stride, stride), "PADDING", List.of(padding, padding)),
                Map.ofEntries(
                        entry("w", weight("weight", Init.fanIn(1), out, in, size, size)),
                        entry("b", weight("bias", Init.ZEROS, out))), "x");
    }

    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
