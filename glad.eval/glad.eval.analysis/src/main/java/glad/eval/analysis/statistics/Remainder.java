package glad.eval.analysis.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What neither the run nor the sequence accounts for: how a seed moves each sequence for itself (the mean square of the interaction in a
 * two-way analysis of variance).
 */
final class Remainder {

    private Remainder() {}

    /**
     * Returns what it adds to the variance of the mean over all runs and sequences.
     *
     * @param values one row per run, one column per sequence; sequences with a NaN don't count
     */
    static double of(double[][] values) {
        int[] measured = IntStream.range(0, values[0].length)
                .filter(i -> Arrays.stream(values).noneMatch(run -> Double.isNaN(run[i]))).toArray();
        if (values.length < 2 || measured.length < 2) {
            return 0;
        }
        double[] runs = Arrays.stream(values).mapToDouble(run -> mean(run, measured)).toArray();
        double all = Arrays.stream(runs).average().orElseThrow();
        double squares = 0;
        for (int i : measured) {
            double sequence = Arrays.stream(values).mapToDouble(run -> run[i]).average().orElseThrow();
            for (int run = 0; run < runs.length; run++) {
                double left = values[run][i] - sequence - runs[run] + all;
                squares += left * left;
            }
        }
        double meanSquare = squares / ((measured.length - 1) * (runs.length - 1));
        return meanSquare / (measured.length * runs.length);
    }

    /** Returns that of the differences of runs that belong together. */
    static double of(double[][] one, double[][] other) {
        return of(IntStream.range(0, one.length).mapToObj(run -> IntStream.range(0, one[run].length)
                .mapToDouble(i -> one[run][i] - other[run][i]).toArray()).toArray(double[][]::new));
    }

    private static double mean(double[] run, int[] measured) {
        return Arrays.stream(measured).mapToDouble(i -> run[i]).average().orElseThrow();
    }
}
