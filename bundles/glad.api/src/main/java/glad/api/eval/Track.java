package glad.api.eval;

import glad.api.Box;
import java.util.List;

/**
 * One finished sequence, ready to be measured.
 *
 * @param sequence the sequence's name
 * @param truth true boxes, one per frame
 * @param predicted predicted boxes, one per frame; the first is the given box
 * @param visible whether the target is visible, per frame; empty if unknown
 * @param seconds seconds spent per frame; empty if not measured
 */
public record Track(
        String sequence, List<Box> truth, List<Box> predicted, List<Boolean> visible, List<Double> seconds) {

    /** Copies the lists. @throws IllegalArgumentException if there is a different number of boxes on both sides */
    public Track {
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
        visible = List.copyOf(visible);
        seconds = List.copyOf(seconds);
        if (truth.size() != predicted.size()) {
            throw new IllegalArgumentException(
                    sequence + ": " + predicted.size() + " predicted boxes for " + truth.size() + " frames");
        }
    }
}
