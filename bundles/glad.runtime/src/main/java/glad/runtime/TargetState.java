package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.WordCues;

/**
 * What a model keeps about its targets as long as sentence and templates stay.
 *
 * @param template (B, Nt, C) fp32, the embedded templates
 * @param box (B, 4) fp32, the target in the template as centre x, centre y, width, height, fractions of its side
 * @param cues what the fusion module pooled from the feature maps; may be empty
 * @param words what was made of the sentences
 */
public record TargetState(NDArray template, NDArray box, NDList cues, WordCues words) implements AutoCloseable {

    /** Returns the same targets with other embedded templates; what they share is freed once. */
    TargetState withTemplate(NDArray other) {
        return new TargetState(other, box, cues, words);
    }

    /** Gives all arrays to a manager. */
    void attach(NDManager owner) {
        template.attach(owner);
        box.attach(owner);
        cues.attach(owner);
        words.arrays().attach(owner);
        if (words.probability() != null) {
            words.probability().attach(owner);
        }
    }

    /** Frees the arrays. */
    @Override
    public void close() {
        template.close();
        box.close();
        cues.close();
        words.close();
    }
}
