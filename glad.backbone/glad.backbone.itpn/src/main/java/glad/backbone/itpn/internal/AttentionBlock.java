package glad.backbone.itpn.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
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
    private final Kernel inference;
    private final Weight[] scales;
    private final Weight[] weights;
    private Kernel training;

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
        scales = layerScale == 0 ? new Weight[0] : new Weight[] {
            weight("gamma_1", Init.constant(layerScale), width),
            weight("gamma_2", Init.constant(layerScale), width)};
        inference = kernel(0);
        weights = new Weight[] {
            weight("norm1.weight", Init.ONES, width),
            weight("norm1.bias", Init.ZEROS, width),
            weight("attn.q_bias", Init.ZEROS, width),
            weight("attn.v_bias", Init.ZEROS, width),
            weight("attn.q_proj.weight", MATRIX, width, width),
            weight("attn.k_proj.weight", MATRIX, width, width),
            weight("attn.v_proj.weight", MATRIX, width, width),
            weight("attn.proj.weight", MATRIX, width, width),
            weight("attn.proj.bias", Init.ZEROS, width),
            weight("norm2.weight", Init.ONES, width),
            weight("norm2.bias", Init.ZEROS, width),
            weight("mlp.w1.weight", MATRIX, hidden, width),
            weight("mlp.w1.bias", Init.ZEROS, hidden),
            weight("mlp.w2.weight", MATRIX, hidden, width),
            weight("mlp.w2.bias", Init.ZEROS, hidden),
            weight("mlp.ffn_ln.weight", Init.ONES, hidden),
            weight("mlp.ffn_ln.bias", Init.ZEROS, hidden),
            weight("mlp.w3.weight", MATRIX, width, hidden),
            weight("mlp.w3.bias", Init.ZEROS, width)};
    }

    private Kernel kernel(double drop) {
        return kernel((scales.length == 0 ? "" : "scaled_") + (biased ? "biased_" : "") + "attention_block.py",
                Map.of("WIDTH", width, "HEADS", heads, "HIDDEN", hidden, "DROP", drop));
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
        Kernel kernel = training() ? training : inference;
        if (!biased) {
            return run(kernel, x, scales, weights);
        }
        if (relative == null) {
            return run(kernel, x, bias, scales, weights);
        }
        try (NDArray own = relative.bias(x)) {
            return run(kernel, x, own, scales, weights);
        }
    }
}
