package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.List;
import java.util.Map;

/** A convolution that keeps the size (stride 1) or halves it (stride 2, padded on all sides). */
final class Conv extends Layer {

    private final Kernel kernel;
    private final Weight weight;
    private final Weight bias;

    Conv(LayerContext context, int in, int out, int size, int stride) {
        super(context);
        int padding = size / 2;
        kernel = kernel("conv.py", Map.of("STRIDE", List.of(stride, stride), "PADDING", List.of(padding, padding)));
        weight = weight("weight", Init.fanIn(1), out, in, size, size);
        bias = weight("bias", Init.ZEROS, out);
    }

    NDArray forward(NDArray x) {
        return run(kernel, x, weight, bias);
    }
}
