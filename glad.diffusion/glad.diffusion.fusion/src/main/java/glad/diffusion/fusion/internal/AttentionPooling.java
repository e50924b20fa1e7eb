package glad.diffusion.fusion.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** Pools one feature map into tokens by self-attention over its cells (docs/METHOD.md, "Attention pooling"). */
final class AttentionPooling extends Layer {

    private final BoundKernel kernel;

    /**
     * Makes a pooling.
     *
     * @param context the part's context
     * @param map (C, H, W) of the feature map
     * @param width width of the tokens
     * @param heads attention heads over C
     * @param unusedTextWidth width of the text features that the official module's unused attention takes; 0 leaves out
     *     everything that pooling doesn't use
     */
    AttentionPooling(LayerContext context, Shape map, int width, int heads, int unusedTextWidth) {
        super(context);
        long channels = map.get(0);
        Map<String, Weight> weights = new HashMap<>();
        weights.put("pos", weight("pos_embed", Init.normal(0.02), map.get(1) * map.get(2), channels));
        weights.put("norm_w", weight("norm_sd.weight", Init.ONES, channels));
        weights.put("norm_b", weight("norm_sd.bias", Init.ZEROS, channels));
        weights.put("qkv_w", weight("self_attention.qkv.weight", Init.xavier(), 3 * channels, channels));
        weights.put("proj_w", weight("self_attention.proj.weight", Init.xavier(), width, channels));
        weights.put("proj_b", weight("self_attention.proj.bias", Init.ZEROS, width));
        if (unusedTextWidth > 0) {
            unusedAttention("text", width, unusedTextWidth);
            unusedAttention("image", width, width);
            unusedNorm("norm_mlp", width);
            buffer("mlp.fc1.weight", Init.xavier(), 4L * width, width);
            buffer("mlp.fc1.bias", Init.ZEROS, 4L * width);
            buffer("mlp.fc2.weight", Init.xavier(), width, 4L * width);
            buffer("mlp.fc2.bias", Init.ZEROS, width);
        }
        weights.put("out_w", weight("norm_latent.weight", Init.ONES, width));
        weights.put("out_b", weight("norm_latent.bias", Init.ZEROS, width));
        kernel = kernel("attention_pooling.py", Map.of("IN", channels, "OUT", width, "HEADS", heads), weights, "map");
    }

    private void unusedAttention(String kind, int width, int contextWidth) {
        unusedNorm("norm_" + kind, width);
        String name = "cross_attention_" + kind;
        buffer(name + ".to_q.weight", Init.xavier(), width, width);
        buffer(name + ".to_k.weight", Init.xavier(), width, contextWidth);
        buffer(name + ".to_v.weight", Init.xavier(), width, contextWidth);
        buffer(name + ".proj.weight", Init.xavier(), width, width);
        buffer(name + ".proj.bias", Init.ZEROS, width);
    }

    private void unusedNorm(String name, int width) {
        buffer(name + ".weight", Init.ONES, width);
        buffer(name + ".bias", Init.ZEROS, width);
    }

    /** Pools (B, C, H, W) into (B, H * W, width) in the kernels' precision. */
    NDArray forward(NDArray map) {
        return run(kernel, map);
    }
}
