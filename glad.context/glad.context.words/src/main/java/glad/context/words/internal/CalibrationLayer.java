package glad.context.words.internal;

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

/** One layer of the calibration: keys attend to keys, then words to keys. */
final class CalibrationLayer extends Layer {

    private final AtcWords.Size size;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final BoundKernel inference;
    private BoundKernel training;

    /** Makes a layer; unused parameters of published weights are kept if the size says so. */
    CalibrationLayer(LayerContext context, AtcWords.Size size) {
        super(context);
        this.size = size;
        int width = size.width();
        weights.putAll(JointAttention.of(this::weight, "self_attn", "self", width));
        weights.putAll(JointAttention.of(this::weight, "multihead_attn", "cross", width));
        if (size.unused()) {
            buffer("linear1.weight", Init.xavier(), width, width);
            buffer("linear1.bias", Init.ZEROS, width);
            buffer("linear2.weight", Init.xavier(), width, width);
            buffer("linear2.bias", Init.ZEROS, width);
            buffer("norm3.weight", Init.ONES, width);
            buffer("norm3.bias", Init.ZEROS, width);
        }
        weights.putAll(Map.ofEntries(
                entry("norm1_w", weight("norm1.weight", Init.ONES, width)),
                entry("norm1_b", weight("norm1.bias", Init.ZEROS, width)),
                entry("norm2_w", weight("norm2.weight", Init.ONES, width)),
                entry("norm2_b", weight("norm2.bias", Init.ZEROS, width))));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel("calibration_layer.py", Map.of("HEADS", size.heads(), "DROP", drop), weights,
                "words", "keys", "word_pos", "key_pos", "visible");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            training = kernel(size.dropout());
        }
    }

    /**
     * Runs the layer.
     *
     * @param words (B, L, C)
     * @param keys (B, K, C)
     * @param wordPositions (B, L, C)
     * @param keyPositions (B, K, C)
     * @param visible (B, K), 0 for keys that nobody looks at
     * @return words and keys of the same shapes
     */
    NDArray[] forward(NDArray words, NDArray keys, NDArray wordPositions, NDArray keyPositions, NDArray visible) {
        return runMany(training() ? training : inference, words, keys, wordPositions, keyPositions, visible);
    }
}
