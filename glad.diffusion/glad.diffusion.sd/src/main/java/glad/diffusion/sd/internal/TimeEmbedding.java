package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** Embeds time steps: sinusoids of {@code width}, then an MLP to {@code 4 * width}. */
final class TimeEmbedding extends Layer {

    private final Kernel kernel;
    private final Weight inW;
    private final Weight inB;
    private final Weight outW;
    private final Weight outB;

    TimeEmbedding(LayerContext context, int width) {
        super(context);
        kernel = kernel("time_embedding.py", Map.of());
        inW = weight("linear_1.weight", Init.fanIn(1), 4 * width, width);
        inB = weight("linear_1.bias", Init.ZEROS, 4 * width);
        outW = weight("linear_2.weight", Init.fanIn(1), 4 * width, 4 * width);
        outB = weight("linear_2.bias", Init.ZEROS, 4 * width);
    }

    /** Embeds steps (B) fp32 as (B, 4 width). */
    NDArray forward(NDArray steps) {
        return run(kernel, steps, inW, inB, outW, outB);
    }
}
