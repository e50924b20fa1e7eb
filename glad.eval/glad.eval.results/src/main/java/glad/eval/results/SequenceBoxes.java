package glad.eval.results;

import glad.api.Boxes;
import java.util.List;

/**
 * What a tracker said of one sequence.
 *
 * @param boxes one per frame, in pixels, as they stand in the file
 * @param seconds per frame; empty if the tracker left none
 */
public record SequenceBoxes(Boxes boxes, List<Double> seconds) {

    /** Copies the seconds. */
    public SequenceBoxes {
        seconds = List.copyOf(seconds);
    }
}
