package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** Embeds time steps: sinusoids of {@code width}, then an MLP to {@code 4 * width}. */
final class TimeEmbedding extends Layer {

    private final BoundKernel kernel;

    TimeEmbedding(LayerContext context, int width) {
        super(context);
        kernel = kernel("time_embedding.py", Map.of(), Map.ofEntries(
                entry("in_w", weight("linear_1.weight", Init.fanIn(1), 4 * width, width)),
                entry("in_b", weight("linear_1.bias", Init.ZEROS, 4 * width)),
                entry("out_w", weight("linear_2.weight", Init.fanIn(1), 4 * width, 4 * width)),
                entry("out_b", weight("linear_2.bias", Init.ZEROS, 4 * width))), "steps");
    }

    /** Embeds steps (B) fp32 as (B, 4 width). */
    NDArray forward(NDArray steps) {
        return run(kernel, steps);
    }
}
