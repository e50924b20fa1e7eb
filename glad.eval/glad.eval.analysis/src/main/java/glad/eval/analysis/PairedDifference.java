package glad.eval.analysis;

import glad.api.eval.Metric;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Verdict;

/**
 * How one tracker differs from another, and how sure that is.
 *
 * @param better the one
 * @param than the other
 * @param metric the metric's id
 * @param estimate the one minus the other over the sequences that all runs of both have
 * @param adjusted p after the correction for the other comparisons that it stands among; NaN where there is no p
 */
public record PairedDifference(String better, String than, String metric, Estimate estimate, double adjusted) {

    /** Returns this among others. */
    PairedDifference among(double corrected) {
        return new PairedDifference(better, than, metric, estimate, corrected);
    }

    /** Returns what it says. @param margin what counts as no difference, in the metric's unit */
    public Verdict verdict(Metric.Direction direction, double margin) {
        return Verdict.of(estimate, adjusted, direction, margin);
    }
}
