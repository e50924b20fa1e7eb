package glad.context.memory.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.JointAttention;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One layer of the memory's update: rows look at search tokens, then a feed-forward. What published weights call {@code self_attn} is
 * this cross-attention.
 */
final class MemoryLayer extends Layer {

    private final AtcMemory.Size size;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final BoundKernel inference;
    private BoundKernel training;

    /** Makes a layer; unused parameters of published weights are kept if the size says so. */
    MemoryLayer(LayerContext context, AtcMemory.Size size) {
        super(context);
        this.size = size;
        int width = size.width();
        weights.putAll(JointAttention.of(this::weight, "self_attn", "attn", width));
        if (size.unused()) {
            JointAttention.of(this::buffer, "multihead_attn", "attn", width);
            buffer("norm1.weight", Init.ONES, width);
            buffer("norm1.bias", Init.ZEROS, width);
        }
        weights.putAll(Map.ofEntries(
                entry("fc1_w", weight("linear1.weight", Init.xavier(), width, width)),
                entry("fc1_b", weight("linear1.bias", Init.ZEROS, width)),
                entry("fc2_w", weight("linear2.weight", Init.xavier(), width, width)),
                entry("fc2_b", weight("linear2.bias", Init.ZEROS, width)),
                entry("norm2_w", weight("norm2.weight", Init.ONES, width)),
                entry("norm2_b", weight("norm2.bias", Init.ZEROS, width)),
                entry("norm3_w", weight("norm3.weight", Init.ONES, width)),
                entry("norm3_b", weight("norm3.bias", Init.ZEROS, width))));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel("memory_layer.py", Map.of("HEADS", size.heads(), "DROP", drop), weights, "rows", "seen", "row_places", "places");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            training = kernel(size.training().dropout());
        }
    }

    /**
     * Runs the layer.
     *
     * @param rows (B, M, C)
     * @param seen (B, N, C), search tokens times their heat
     * @param rowPlaces (1, M, C)
     * @param places (1, N or 1, C)
     * @return the rows after the layer and those between attention and feed-forward, (B, M, C) each
     */
    NDArray[] forward(NDArray rows, NDArray seen, NDArray rowPlaces, NDArray places) {
        return runMany(training() ? training : inference, rows, seen, rowPlaces, places);
    }
}
