package glad.diffusion.fusion.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One layer of the fusion decoder (docs/METHOD.md, "Fusion decoder"): self-attention, cross-attention to one map's cues, MLP, each
 * pre-norm with a residual.
 */
final class DecoderLayer extends Layer {

    /** How many arrays {@link #cues} gives. */
    static final int CUES = 3;

    /** What becomes of the cross-attention's parameters. */
    enum Cross {
        /** There are cues. */
        USED,
        /** There are none; the parameters are loaded and saved only. */
        KEPT,
        /** There are none, and no parameters for them. */
        ABSENT
    }

    private final BoundKernel withoutCues;
    /** With {@link #cues} null for a layer without cues. */
    private final BoundKernel withCues;
    private final BoundKernel cues;

    /**
     * Makes a layer.
     *
     * @param context the part's context
     * @param size the decoder's numbers
     * @param tokens number of tokens, template and search together
     * @param kind what becomes of the cross-attention
     */
    DecoderLayer(LayerContext context, GladDecoder.Size size, int tokens, Cross kind) {
        super(context);
        int width = size.width();
        Map<String, Weight> weights = new HashMap<>(Map.ofEntries(
                entry("norm1_w", weight("norm1.weight", Init.ONES, width)),
                entry("norm1_b", weight("norm1.bias", Init.ZEROS, width)),
                entry("qkv_w", weight("attn1.qkv.weight", Init.xavier(), 3L * width, width)),
                entry("proj1_w", weight("attn1.proj.weight", Init.xavier(), width, width)),
                entry("proj1_b", weight("attn1.proj.bias", Init.ZEROS, width))));
        Map<String, Weight> cross = new HashMap<>();
        Map<String, Weight> keyValue = new HashMap<>();
        if (kind != Cross.ABSENT) {
            boolean used = kind == Cross.USED;
            cross.put("norm3_w", maybeUsed("norm3.weight", Init.ONES, used, width));
            cross.put("norm3_b", maybeUsed("norm3.bias", Init.ZEROS, used, width));
            cross.put("to_q", maybeUsed("attn3.to_q.weight", Init.xavier(), used, width, width));
            keyValue.put("to_k", maybeUsed("attn3.to_k.weight", Init.xavier(), used, width, width));
            keyValue.put("to_v", maybeUsed("attn3.to_v.weight", Init.xavier(), used, width, width));
            cross.put("proj3_w", maybeUsed("attn3.proj.weight", Init.xavier(), used, width, width));
            cross.put("proj3_b", maybeUsed("attn3.proj.bias", Init.ZEROS, used, width));
            keyValue.put("q_freq", constant("attn3.pos_embed_q.inv_freq", DecoderLayer::frequencies, width / 2));
            keyValue.put("k_freq", constant("attn3.pos_embed_k.inv_freq", DecoderLayer::frequencies, width / 2));
        }
        weights.putAll(Map.ofEntries(
                entry("norm4_w", weight("norm4.weight", Init.ONES, width)),
                entry("norm4_b", weight("norm4.bias", Init.ZEROS, width)),
                entry("fc1_w", weight("mlp.fc1.weight", Init.xavier(), size.hidden(), width)),
                entry("fc1_b", weight("mlp.fc1.bias", Init.ZEROS, size.hidden())),
                entry("fc2_w", weight("mlp.fc2.weight", Init.xavier(), width, size.hidden())),
                entry("fc2_b", weight("mlp.fc2.bias", Init.ZEROS, width))));
        Map<String, Object> constants = new HashMap<>(Map.of("WIDTH", width, "HEADS", size.heads()));
        withoutCues = kernel("decoder_layer_without_cues.py", constants, weights, "x");
        if (kind == Cross.ABSENT) {
            withCues = null;
            cues = null;
            return;
        }
        constants.put("SCALE", 1 / Math.sqrt((double) width / size.heads()));
        constants.put("SCRAMBLE", size.scramble());
        weights.putAll(cross);
        withCues = kernel("decoder_layer.py", constants, weights, "x", "keys", "values", "table");
        cues = kernel("cues.py", Map.of("WIDTH", width, "TOKENS", tokens,
                "POSITIONS", size.table() != GladDecoder.Table.NONE,
                "BF16_TABLE", size.table() == GladDecoder.Table.BF16), keyValue, "pooled");
    }

    private Weight maybeUsed(String name, Init init, boolean used, long... shape) {
        return used ? weight(name, init, shape) : buffer(name, init, shape);
    }

    /** Returns {@code 10000^(-2k/C)} for k in 0..C/2-1, rounded to fp32 at each step as the official code does. */
    private static float[] frequencies(Shape shape, Random random) {
        float[] values = new float[(int) shape.get(0)];
        for (int k = 0; k < values.length; k++) {
            values[k] = 1 / (float) Math.pow(10000, (float) k / values.length);
        }
        return values;
    }

    /**
     * Computes what doesn't change from frame to frame.
     *
     * @param pooled (B, M, C) in the kernels' precision
     * @return keys (B, M, C), values (B, M, C), and the queries' position table (1, N, C), all fp32
     */
    List<NDArray> cues(NDArray pooled) {
        return List.of(runMany(cues, pooled));
    }

    /**
     * Runs the layer.
     *
     * @param x (B, N, C) in the kernels' precision
     * @param given what {@link #cues} gave, or an empty list: the cross-attention is left out
     */
    NDArray forward(NDArray x, List<NDArray> given) {
        return given.isEmpty() ? run(withoutCues, x)
                : run(withCues, x, given.get(0), given.get(1), given.get(2));
    }
}
