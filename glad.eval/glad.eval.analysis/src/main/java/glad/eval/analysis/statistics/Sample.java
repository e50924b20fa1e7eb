package glad.eval.analysis.statistics;

import glad.api.eval.Metric;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a metric says of a tracker, by run and sequence; every run has the same sequences.
 *
 * @param values one row per run (a run has a seed of its own), one column per sequence; NaN where the metric can't be measured
 * @param weights how much a value counts among others, of the same shape
 */
public record Sample(double[][] values, double[][] weights) {

    /** @throws IllegalArgumentException if there is no run, or the shapes differ */
    public Sample {
        if (values.length == 0 || values.length != weights.length) {
            throw new IllegalArgumentException(values.length + " runs have values, " + weights.length + " have weights");
        }
        for (int run = 0; run < values.length; run++) {
            if (values[run].length != values[0].length || weights[run].length != values[0].length) {
                throw new IllegalArgumentException("run " + run + " has another number of sequences than the first");
            }
        }
    }

    /** Returns one run per row in which every sequence counts the same. */
    public static Sample of(double[]... values) {
        double[][] weights = new double[values.length][];
        for (int run = 0; run < values.length; run++) {
            weights[run] = new double[values[run].length];
            Arrays.fill(weights[run], 1);
        }
        return new Sample(values, weights);
    }

    /** Returns the number of sequences. */
    public int sequences() {
        return values[0].length;
    }

    /** Returns the number of runs. */
    public int runs() {
        return values.length;
    }

    /** Returns values and weights of each sequence, the mean over the runs that could be measured there. */
    double[][] means() {
        double[][] means = new double[2][sequences()];
        for (int i = 0; i < sequences(); i++) {
            int sequence = i;
            int[] runs = IntStream.range(0, runs()).filter(run -> !Double.isNaN(values[run][sequence])).toArray();
            means[0][i] = IntStream.of(runs).mapToDouble(run -> values[run][sequence]).average().orElse(Double.NaN);
            means[1][i] = IntStream.of(runs).mapToDouble(run -> weights[run][sequence]).average().orElse(0);
        }
        return means;
    }

    /** Returns each run's figure over all sequences. */
    double[] figures(Metric metric) {
        return IntStream.range(0, runs()).mapToDouble(run -> metric.aggregate(values[run], weights[run])).toArray();
    }
}
