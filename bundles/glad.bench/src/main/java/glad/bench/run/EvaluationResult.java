package glad.bench.run;

import glad.api.GladException;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.Measurement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of every sequence of an evaluation.
 *
 * @param outcomes in the order asked for
 * @param stopped whether the evaluation was interrupted
 */
public record EvaluationResult(List<SequenceOutcome> outcomes, boolean stopped) {

    /** Returns the finished sequences beside their ground truth. */
    public List<Track> tracks(Rules rules) {
        return outcomes.stream().flatMap(o -> o.track(rules).stream()).toList();
    }

    /** Returns this as a tracker's run for an analysis; a sequence that can't be measured is among its problems. */
    public MeasuredRun measured(String tracker, Rules rules, Collection<Metric> metrics) {
        Map<String, Measurement> measured = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (SequenceOutcome outcome : outcomes) {
            try {
                outcome.track(rules).ifPresentOrElse(
                        track -> measured.put(outcome.name(), Measurement.of(track, metrics)),
                        () -> problems.put(outcome.name(), outcome.problem()));
            } catch (GladException e) {
                problems.put(outcome.name(), e.getMessage());
            }
        }
        return new MeasuredRun(tracker, measured, problems);
    }

    /** Returns this as part of an evaluation of these sequences; of those that aren't in it there is nothing to say. */
    public EvaluationResult among(List<String> names) {
        Map<String, SequenceOutcome> known = new LinkedHashMap<>();
        outcomes.forEach(outcome -> known.put(outcome.name(), outcome));
        return new EvaluationResult(names.stream().map(name -> known.getOrDefault(name,
                new SequenceOutcome(name, Optional.empty(), Optional.empty(), false, ""))).toList(), stopped);
    }

    /** Returns the frames per second by the tracker's own account, behind the first frame of each sequence; NaN if it gives none. */
    public double ownFramesPerSecond() {
        return 1 / outcomes.stream().flatMap(o -> o.result().stream()).flatMap(r -> r.ownSeconds().stream().skip(1))
                .filter(seconds -> !seconds.isNaN()).mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
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
