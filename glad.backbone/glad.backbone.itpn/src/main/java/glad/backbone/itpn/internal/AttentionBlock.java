package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/**
 * A block of the main stage: pre-norm attention with separate query, key and value matrices (keys without bias), then
 * SwiGLU with a LayerNorm before its last matrix (sub-LN; Wang et al., "Foundation Transformers", 2022). With layer scale
 * each branch is multiplied by a learned vector, {@code gamma_1} and {@code gamma_2}.
 */
final class AttentionBlock extends Layer {

    private static final Init MATRIX = Init.normal(0.02);

    private final int width;
    private final int heads;
    private final int hidden;
    private final double dropPath;
    private final RelativePositions relative;
    private final boolean biased;
    private final boolean scaled;
    private final Map<String, Weight> weights = new HashMap<>();
    private final BoundKernel inference;
    private BoundKernel training;

    /**
     * Makes a block.
     *
     * @param context the part's context
     * @param width C
     * @param heads attention heads
     * @param hidden width inside SwiGLU
     * @param layerScale first value of the branches' factors; 0 for a block without them
     * @param dropPath probability that training leaves a branch out for a sample
     * @param relative the block's own relative positions; null for a block without
     * @param biased whether scores get a bias, the block's own or one that {@link #forward} is given
     */
    AttentionBlock(LayerContext context, int width, int heads, int hidden, double layerScale, double dropPath,
            RelativePositions relative, boolean biased) {
        super(context);
        this.relative = relative == null ? null : child("attn", relative);
        this.biased = biased;
        this.width = width;
        this.heads = heads;
        this.hidden = hidden;
        this.dropPath = dropPath;
        scaled = layerScale != 0;
        if (scaled) {
            weights.put("gamma1", weight("gamma_1", Init.constant(layerScale), width));
            weights.put("gamma2", weight("gamma_2", Init.constant(layerScale), width));
        }
        weights.putAll(Map.ofEntries(
                entry("n1w", weight("norm1.weight", Init.ONES, width)),
                entry("n1b", weight("norm1.bias", Init.ZEROS, width)),
                entry("qb", weight("attn.q_bias", Init.ZEROS, width)),
                entry("vb", weight("attn.v_bias", Init.ZEROS, width)),
                entry("qw", weight("attn.q_proj.weight", MATRIX, width, width)),
                entry("kw", weight("attn.k_proj.weight", MATRIX, width, width)),
                entry("vw", weight("attn.v_proj.weight", MATRIX, width, width)),
                entry("pw", weight("attn.proj.weight", MATRIX, width, width)),
                entry("pb", weight("attn.proj.bias", Init.ZEROS, width)),
                entry("n2w", weight("norm2.weight", Init.ONES, width)),
                entry("n2b", weight("norm2.bias", Init.ZEROS, width)),
                entry("w1", weight("mlp.w1.weight", MATRIX, hidden, width)),
                entry("b1", weight("mlp.w1.bias", Init.ZEROS, hidden)),
                entry("w2", weight("mlp.w2.weight", MATRIX, hidden, width)),
                entry("b2", weight("mlp.w2.bias", Init.ZEROS, hidden)),
                entry("fw", weight("mlp.ffn_ln.weight", Init.ONES, hidden)),
                entry("fb", weight("mlp.ffn_ln.bias", Init.ZEROS, hidden)),
                entry("w3", weight("mlp.w3.weight", MATRIX, width, hidden)),
                entry("b3", weight("mlp.w3.bias", Init.ZEROS, width))));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel((scaled ? "scaled_" : "") + (biased ? "biased_" : "") + "attention_block.py",
                Map.of("WIDTH", width, "HEADS", heads, "HIDDEN", hidden, "DROP", drop), weights,
                biased ? new String[] {"x", "bias"} : new String[] {"x"});
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            // Every block has a drop rate of its own: forty kernels that tracking never needs.
            training = kernel(dropPath);
        }
    }

    /**
     * Runs the block on (B, N, C) in the kernels' precision.
     *
     * @param bias what scores get, (1, heads, N, N); null for a block without or with its own
     */
    NDArray forward(NDArray x, NDArray bias) {
        BoundKernel kernel = training() ? training : inference;
        if (!biased) {
            return run(kernel, x);
        }
        if (relative == null) {
            return run(kernel, x, bias);
        }
        try (NDArray own = relative.bias(x)) {
            return run(kernel, x, own);
        }
    }
}
