package glad.context.memory.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.api.model.Prediction;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** Guesses from the head's maps how well its box will overlap the target. The official tracker computes it and doesn't use it. */
final class ConfidenceNetwork extends Layer {

    /** Channels of the maps together, and after each convolution. */
    private static final int[] CHANNELS = {5, 16, 8, 4, 2};
    private static final int HIDDEN = 512;

    private final Map<String, Weight> weights = new HashMap<>();
    private final boolean fixedNorm;
    private final BoundKernel inference;
    private BoundKernel training;

    /**
     * Makes the network for maps of so many cells.
     *
     * @param fixedNorm whether training normalises by the stored statistics, which then stay as they are
     */
    ConfidenceNetwork(LayerContext context, int cells, boolean fixedNorm) {
        super(context);
        this.fixedNorm = fixedNorm;
        for (int i = 1; i < CHANNELS.length; i++) {
            String name = "conv" + i + "_ctr.";
            weights.put("w" + i, weight(name + "0.weight", Init.xavier(), CHANNELS[i], CHANNELS[i - 1], 3, 3));
            weights.put("b" + i, weight(name + "0.bias", Init.ZEROS, CHANNELS[i]));
            weights.put("nw" + i, weight(name + "1.weight", Init.ONES, CHANNELS[i]));
            weights.put("nb" + i, weight(name + "1.bias", Init.ZEROS, CHANNELS[i]));
            weights.put("m" + i, buffer(name + "1.running_mean", Init.ZEROS, CHANNELS[i]));
            weights.put("v" + i, buffer(name + "1.running_var", Init.ONES, CHANNELS[i]));
            weights.put("n" + i, buffer(name + "1.num_batches_tracked", Init.ZEROS));
        }
        weights.put("w5", weight("conv5_ctr.weight", Init.xavier(), 1, CHANNELS[CHANNELS.length - 1], 1, 1));
        weights.put("b5", weight("conv5_ctr.bias", Init.ZEROS, 1));
        weights.put("fc1_w", weight("fc1.weight", Init.xavier(), HIDDEN, cells));
        weights.put("fc1_b", weight("fc1.bias", Init.ZEROS, HIDDEN));
        weights.put("fc2_w", weight("fc2.weight", Init.xavier(), 1, HIDDEN));
        weights.put("fc2_b", weight("fc2.bias", Init.ZEROS, 1));
        inference = kernel(false);
    }

    private BoundKernel kernel(boolean train) {
        return kernel("confidence.py", Map.of("TRAIN", train && !fixedNorm, "ONEDNN", !train && Torch.oneDnn()), weights, "score", "size", "offset");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            training = kernel(true);
        }
    }

    /** Returns the confidence, (B, 1), of a prediction whose maps have as many cells as this was made for. */
    NDArray forward(Prediction found) {
        return run(training() ? training : inference, found.score(), found.size(), found.offset());
    }
}
