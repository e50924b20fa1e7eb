package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** A block of the first two stages: {@code x += fc2(ffn_ln(gelu(fc1(norm2(x)))))} at every place of a map. */
final class ConvMlpBlock extends Layer {

    private final int width;
    private final int hidden;
    private final double dropPath;
    private final Map<String, Weight> weights;
    private final BoundKernel inference;
    private BoundKernel training;

    /**
     * Makes a block.
     *
     * @param context the part's context
     * @param width channels of the map
     * @param hidden channels between the two 1x1 convolutions
     * @param dropPath probability that training leaves the branch out for a sample
     */
    ConvMlpBlock(LayerContext context, int width, int hidden, double dropPath) {
        super(context);
        this.width = width;
        this.hidden = hidden;
        this.dropPath = dropPath;
        weights = Map.ofEntries(
                entry("norm_w", weight("norm2.weight", Init.ONES, width)),
                entry("norm_b", weight("norm2.bias", Init.ZEROS, width)),
                entry("fc1_w", weight("mlp.fc1.weight", Init.fanIn(1), hidden, width, 1, 1)),
                entry("fc1_b", weight("mlp.fc1.bias", Init.ZEROS, hidden)),
                entry("ffn_w", weight("mlp.ffn_ln.weight", Init.ONES, hidden)),
                entry("ffn_b", weight("mlp.ffn_ln.bias", Init.ZEROS, hidden)),
                entry("fc2_w", weight("mlp.fc2.weight", Init.fanIn(1), width, hidden, 1, 1)),
                entry("fc2_b", weight("mlp.fc2.bias", Init.ZEROS, width)));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel("conv_mlp.py", Map.of("WIDTH", width, "HIDDEN", hidden, "DROP", drop), weights, "x");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            // Every block has a drop rate of its own: forty kernels that tracking never needs.
            training = kernel(dropPath);
        }
    }

    /** Runs the block on (B, H, W, C) in the kernels' precision. */
    NDArray forward(NDArray x) {
        return run(training() ? training : inference, x);
    }
}
