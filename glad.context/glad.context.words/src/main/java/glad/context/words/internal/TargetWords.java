package glad.context.words.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** Brings a sentence's tokens to the tracker's width and says of each how probably it names the target. */
final class TargetWords extends Layer {

    /** Widths inside the classifier. */
    private static final int FIRST = 256;
    private static final int SECOND = 128;
    /** The classifier's name as published weights spell it. */
    private static final String CLASSIFIER = "text_sub_idnex_classifier.";

    private final double dropout;
    private final Map<String, Weight> weights;
    private final BoundKernel inference;
    private BoundKernel training;

    /** Makes the classifier of tokens of a text encoder's width. */
    TargetWords(LayerContext context, int textWidth, int width, double dropout) {
        super(context);
        this.dropout = dropout;
        weights = Map.ofEntries(
                entry("adj_w", weight("text_adj.0.weight", Init.xavier(), width, textWidth)),
                entry("adj_b", weight("text_adj.0.bias", Init.ZEROS, width)),
                entry("norm_w", weight("text_adj.1.weight", Init.ONES, width)),
                entry("norm_b", weight("text_adj.1.bias", Init.ZEROS, width)),
                entry("fc1_w", weight(CLASSIFIER + "fc1.weight", Init.xavier(), FIRST, width)),
                entry("fc1_b", weight(CLASSIFIER + "fc1.bias", Init.ZEROS, FIRST)),
                entry("fc2_w", weight(CLASSIFIER + "fc2.weight", Init.xavier(), SECOND, FIRST)),
                entry("fc2_b", weight(CLASSIFIER + "fc2.bias", Init.ZEROS, SECOND)),
                entry("fc3_w", weight(CLASSIFIER + "fc3.weight", Init.xavier(), 1, SECOND)),
                entry("fc3_b", weight(CLASSIFIER + "fc3.bias", Init.ZEROS, 1)));
        inference = kernel(0);
    }

    private BoundKernel kernel(double drop) {
        return kernel("words.py", Map.of("DROP", drop), weights, "states");
    }

    @Override
    public void mode(Mode newMode) {
        super.mode(newMode);
        if (newMode == Mode.TRAIN && training == null) {
            training = kernel(dropout);
        }
    }

    /** Returns text (B, L, C), probability (B, L, 1) and their product (B, L, C) of token states (B, L, Ct). */
    NDArray[] forward(NDArray states) {
        return runMany(training() ? training : inference, states);
    }
}
