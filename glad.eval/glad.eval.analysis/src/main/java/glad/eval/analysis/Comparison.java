package glad.eval.analysis;

import glad.api.eval.Metric;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Variants against a baseline on one dataset, by one metric.
 *
 * @param data what tables call the dataset
 * @param metric the metric
 * @param baseline what tables call the baseline
 * @param margin what counts as no difference, in the metric's unit
 * @param rows the baseline first
 * @param slices how differences change with attributes and templates; empty unless this is the ranking metric
 * @param remarks what keeps figures from being misread, a line each
 */
public record Comparison(String data, Metric metric, String baseline, double margin, List<Row> rows, List<Slice> slices,
        List<String> remarks) {

    /** Copies the lists. */
    public Comparison {
        rows = List.copyOf(rows);
        slices = List.copyOf(slices);
        remarks = List.copyOf(remarks);
    }

    /**
     * A variant.
     *
     * @param label what tables call it
     * @param value its figure, the mean over its runs
     * @param runs how many runs
     * @param estimate its difference to the baseline; empty for the baseline itself
     * @param adjusted p after the correction for the other rows; NaN where there is none
     * @param identical how many results, of a sequence in a run, have the very boxes of the baseline's
     * @param results how many results there are
     */
    public record Row(String label, double value, int runs, Optional<Estimate> estimate, double adjusted, int identical, int results) {

        /** Returns what the difference says; empty for the baseline. */
        public Optional<Verdict> verdict(Metric.Direction direction, double margin) {
            return estimate.map(each -> Verdict.of(each, adjusted, direction, margin));
        }
    }

    /**
     * How a variant's difference to the baseline changes with a property of sequences. Attributes overlap, so that a difference in some
     * sequences says little; what counts is how it differs from that in the others.
     *
     * @param label the variant
     * @param property of the sequences inside
     * @param inside how many sequences have it
     * @param difference the difference inside
     * @param contrast the difference inside less that outside
     * @param interval the 95 % interval of the contrast, by Welch
     */
    public record Slice(String label, String property, int inside, double difference, double contrast, Estimate.Interval interval) {}
}
