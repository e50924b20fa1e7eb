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
    private final Weight[] weights;

    VaeAttention(LayerContext context, int width, int groups) {
        super(context);
        kernel = kernel("vae_attention.py", Map.of("GROUPS", groups));
        List<Weight> list = new ArrayList<>();
        list.add(weight("group_norm.weight", Init.ONES, width));
        list.add(weight("group_norm.bias", Init.ZEROS, width));
        for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
            list.add(weight(name + ".weight", Init.fanIn(name.equals("to_out.0") ? 0.1 : 1), width, width));
            list.add(weight(name + ".bias", Init.ZEROS, width));
        }
        weights = list.toArray(new Weight[0]);
    }

    NDArray forward(NDArray x) {
        return run(kernel, x, weights);
    }
}
