package glad.context.words.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** One layer of the guidance: what search tokens find among the words becomes factors of the search tokens. */
final class GuidanceLayer extends Layer {

    private final AtcWords.Size size;
    private final BoundKernel keys;
    private final Map<String, Weight> weights;
    private final BoundKernel inference;
    private BoundKernel training;

    /** Makes a layer. */
    GuidanceLayer(LayerContext context, AtcWords.Size size) {
        super(context);
        this.size = size;
        int width = size.width();
        Weight query = weight("q.weight", Init.xavier(), width, width);
        keys = kernel("guidance_keys.py", Map.of("HEADS", size.heads()), Map.of(
                "k_w", weight("k.weight", Init.xavier(), width, width),
                "v_w", weight("v.weight", Init.xavier(), width, width)), "words", "pos");
        weights = Map.of("q_w", query,
                "proj_w", weight("proj.weight", size.residual() ? Init.ZEROS : Init.xavier(), width, width),
                "proj_b", weight("proj.bias", Init.ZEROS, width));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel("guidance_layer.py", Map.of("HEADS", size.heads(), "DROP", drop, "RESIDUAL", size.residual()), weights,
                "x", "search", "positions", "keys", "values", "visible");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            training = kernel(size.dropout());
        }
    }

    /**
     * Prepares what the search tokens will look at.
     *
     * @param words (B, K, C)
     * @param positions (B, K, C)
     * @return keys and values, (B, H, K, C / H) each
     */
    NDArray[] keys(NDArray words, NDArray positions) {
        return runMany(keys, words, positions);
    }

    /**
     * Runs the layer.
     *
     * @param x (B, N, C), the result of the layer before
     * @param search (B, N, C), the original search tokens
     * @param positions (1, N or 1, C), those of the search tokens
     * @param prepared what {@link #keys} gave
     * @param visible (B, K)
     * @return (B, N, C)
     */
    NDArray forward(NDArray x, NDArray search, NDArray positions, NDArray[] prepared, NDArray visible) {
        return run(training() ? training : inference, x, search, positions, prepared[0], prepared[1], visible);
    }
}
