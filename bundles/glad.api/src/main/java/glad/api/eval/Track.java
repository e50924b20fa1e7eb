package glad.api.eval;

import glad.api.Box;
import java.util.List;

/**
 * One finished sequence, ready to be measured.
 *
 * @param sequence the sequence's name
 * @param truth true boxes, one per frame
 * @param predicted predicted boxes, the first is the given one; results of others may hold fewer or more than there are
 *        frames, and a metric says how it takes that
 * @param visible whether the target is visible, per frame; empty if unknown
 * @param seconds seconds spent per frame; empty if not measured
 */
public record Track(
        String sequence, List<Box> truth, List<Box> predicted, List<Boolean> visible, List<Double> seconds) {

    /** Copies the lists. */
    public Track {
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
        visible = List.copyOf(visible);
        seconds = List.copyOf(seconds);
    }
}
