package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Self-attention of one head over the cells of a map, with a residual. */
final class VaeAttention extends Layer {

    private final Kernel kernel;
    private final List<Weight> weights = new ArrayList<>();

    VaeAttention(LayerContext context, int width, int groups) {
        super(context);
        kernel = kernel("vae_attention.py", Map.of("GROUPS", groups));
        weights.add(weight("group_norm.weight", Init.ONES, width));
        weights.add(weight("group_norm.bias", Init.ZEROS, width));
        for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
            weights.add(weight(name + ".weight", Init.fanIn(name.equals("to_out.0") ? 0.1 : 1), width, width));
            weights.add(weight(name + ".bias", Init.ZEROS, width));
        }
    }

    NDArray forward(NDArray x) {
        return run(kernel, Arguments.of(weights, x));
    }
}
