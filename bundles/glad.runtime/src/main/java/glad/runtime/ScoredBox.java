package glad.runtime;

import ai.djl.ndarray.NDList;
import glad.api.model.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the model says about one target in one frame.
 *
 * @param box centre x, centre y, width, height in fractions of the search region's side
 * @param confidence of the best cell
 * @param memory what is to be remembered of it, (1, ...) each
 * @param score the head's score maps without a window, one after the other; empty if nobody watches
 */
record ScoredBox(float[] box, double confidence, NDList memory, float[] score) {

    private static final float[] UNSEEN = {};

    /** Reads a prediction for one target, whose score somebody wants to see. */
    static ScoredBox watched(FramePass pass) {
        ScoredBox found = all(pass).get(0);
        return new ScoredBox(found.box, found.confidence, found.memory, pass.prediction().score().toFloatArray());
    }

    /** Reads a prediction, one entry per target. */
    static List<ScoredBox> all(FramePass pass) {
        Prediction prediction = pass.prediction();
        float[] boxes = prediction.boxes().toFloatArray();
        float[] confidences = prediction.confidence().toFloatArray();
        List<ScoredBox> all = new ArrayList<>();
        for (int i = 0; i < confidences.length; i++) {
            all.add(new ScoredBox(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4), confidences[i],
                    confidences.length == 1 ? pass.memory() : part(pass.memory(), i), UNSEEN));
        }
        return all;
    }

    /** Returns the memory of one target of a batch. */
    private static NDList part(NDList memory, int i) {
        return new NDList(memory.stream().map(array -> array.get(i + ":" + (i + 1))).toList());
    }
}
