package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** One transformer block over the cells of a map, conditioned on text (Transformer2DModel in diffusers). */
final class Transformer extends Layer {

    private final BoundKernel kernel;

    Transformer(LayerContext context, int width, int textWidth, int heads, int groups) {
        super(context);
        String block = "transformer_blocks.0.";
        Map<String, Weight> weights = new HashMap<>();
        norm(weights, "norm", "norm", width);
        weights.put("proj_in_w", weight("proj_in.weight", Init.fanIn(1), width, width, 1, 1));
        weights.put("proj_in_b", weight("proj_in.bias", Init.ZEROS, width));
        norm(weights, "norm1", block + "norm1", width);
        attention(weights, "1", block + "attn1.", width, width);
        norm(weights, "norm2", block + "norm2", width);
        attention(weights, "2", block + "attn2.", width, textWidth);
        norm(weights, "norm3", block + "norm3", width);
        linear(weights, "ff_in", block + "ff.net.0.proj", width, 8 * width);
        linear(weights, "ff_out", block + "ff.net.2", 4 * width, width);
        // Small at first, so that a deep network starts near the identity.
        weights.put("proj_out_w", weight("proj_out.weight", Init.fanIn(0.1), width, width, 1, 1));
        weights.put("proj_out_b", weight("proj_out.bias", Init.ZEROS, width));
        kernel = kernel("transformer.py", Map.of("GROUPS", groups, "HEADS", heads), weights, "x", "text");
    }

    private void attention(Map<String, Weight> weights, String number, String name, int width, int contextWidth) {
        weights.put("q" + number, weight(name + "to_q.weight", Init.fanIn(1), width, width));
        weights.put("k" + number, weight(name + "to_k.weight", Init.fanIn(1), width, contextWidth));
        weights.put("v" + number, weight(name + "to_v.weight", Init.fanIn(1), width, contextWidth));
        linear(weights, "out" + number, name + "to_out.0", width, width);
    }

    private void linear(Map<String, Weight> weights, String parameter, String name, int in, int out) {
        weights.put(parameter + "_w", weight(name + ".weight", Init.fanIn(1), out, in));
        weights.put(parameter + "_b", weight(name + ".bias", Init.ZEROS, out));
    }

    private void norm(Map<String, Weight> weights, String parameter, String name, int width) {
        weights.put(parameter + "_w", weight(name + ".weight", Init.ONES, width));
        weights.put(parameter + "_b", weight(name + ".bias", Init.ZEROS, width));
    }

    /**
     * Runs the block.
     *
     * @param x (B, C, H, W)
     * @param text (B, L, textWidth)
     * @return (B, C, H, W)
     */
    NDArray forward(NDArray x, NDArray text) {
        return run(kernel, x, text);
    }
}
