package glad.bench.run;

import glad.api.data.Sequence;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import java.util.Optional;

/**
 * What became of one sequence.
 *
 * @param name its name
 * @param sequence itself; empty if its annotations couldn't be read
 * @param result what the tracker did; empty if it wasn't finished
 * @param reused whether the result was there before this evaluation
 * @param problem one line that says why there is no result; empty if there is one
 */
public record SequenceOutcome(
        String name, Optional<Sequence> sequence, Optional<SequenceResult> result, boolean reused, String problem) {

    /** Returns the result beside the ground truth, if there is one. */
    public Optional<Track> track(Rules rules) {
        return result.flatMap(r -> sequence.map(s -> r.track(s, rules)));
    }
}
