package glad.runtime;

import glad.api.model.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the model says about one target in one frame.
 *
 * @param box centre x, centre y, width, height in fractions of the search region's side
 * @param confidence of the best cell
 */
record ScoredBox(float[] box, double confidence) {

    /** Reads a prediction, one entry per target. */
    static List<ScoredBox> all(Prediction prediction) {
        float[] boxes = prediction.boxes().toFloatArray();
        float[] confidences = prediction.confidence().toFloatArray();
        List<ScoredBox> all = new ArrayList<>();
        for (int i = 0; i < confidences.length; i++) {
            all.add(new ScoredBox(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4), confidences[i]));
        }
        return all;
    }
}
