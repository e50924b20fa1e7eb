package glad.experiment.run;

import glad.api.eval.Track;
import java.util.List;

/**
 * What became of every sequence of an evaluation.
 *
 * @param outcomes in the order asked for
 * @param stopped whether the evaluation was interrupted
 */
public record EvaluationResult(List<SequenceOutcome> outcomes, boolean stopped) {

    /** Returns the finished sequences beside their truth. */
    public List<Track> tracks() {
        return outcomes.stream().flatMap(o -> o.track().stream()).toList();
    }

    /** Returns the sequences that failed or weren't reached. */
    public List<SequenceOutcome> missing() {
        return outcomes.stream().filter(o -> o.result().isEmpty()).toList();
    }

    /** Returns how many sequences of how many are finished: {@code 5/6 sequences}. */
    public String coverage() {
        return (outcomes.size() - missing().size()) + "/" + outcomes.size()
                + (outcomes.size() == 1 ? " sequence" : " sequences");
    }
}
