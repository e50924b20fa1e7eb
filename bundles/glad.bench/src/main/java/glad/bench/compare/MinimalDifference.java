package glad.bench.compare;

import glad.api.Box;
import glad.api.data.Sequence;
import glad.experiment.Experiment;
import java.util.List;

/**
 * The shortest range of frames and the fewest changes of one run's experiment that were found to part it from another run.
 *
 * @param sequence as its dataset has it
 * @param experiment the first run's
 * @param changed the same with the changes that are needed
 * @param needed without any one of which the difference is gone
 * @param spare in which the runs' experiments differ as well
 * @param from the first frame, 0-based; both trackers are given {@code start} in it
 * @param to the frame in which they part, the last of the range
 * @param start box in the first frame, pixels
 * @param apart whether they part as boxes that show different things do; otherwise as boxes that aren't the same numbers
 * @param overlap intersection over union of their boxes in the last frame
 */
public record MinimalDifference(Sequence sequence, Experiment experiment, Experiment changed, List<KeyChange> needed,
        List<KeyChange> spare, int from, int to, Box start, boolean apart, double overlap) {

    /** Copies the lists. */
    public MinimalDifference {
        needed = List.copyOf(needed);
        spare = List.copyOf(spare);
    }

    /** Returns the number of frames. */
    public int frames() {
        return to - from + 1;
    }
}
