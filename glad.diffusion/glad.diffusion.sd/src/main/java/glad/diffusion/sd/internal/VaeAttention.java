package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** Self-attention of one head over the cells of a map, with a residual. */
final class VaeAttention extends Layer {

    private final BoundKernel kernel;

    VaeAttention(LayerContext context, int width, int groups) {
        super(context);
        Map<String, Weight> weights = new HashMap<>();
        weights.put("norm_w", weight("group_norm.weight", Init.ONES, width));
        weights.put("norm_b", weight("group_norm.bias", Init.ZEROS, width));
        linear(weights, "q", "to_q", 1, width);
        linear(weights, "k", "to_k", 1, width);
        linear(weights, "v", "to_v", 1, width);
        linear(weights, "out", "to_out.0", 0.1, width);
        kernel = kernel("vae_attention.py", Map.of("GROUPS", groups), weights, "x");
    }

    private void linear(Map<String, Weight> weights, String parameter, String name, double gain, int width) {
        weights.put(parameter + "_w", weight(name + ".weight", Init.fanIn(gain), width, width));
        weights.put(parameter + "_b", weight(name + ".bias", Init.ZEROS, width));
    }

    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
