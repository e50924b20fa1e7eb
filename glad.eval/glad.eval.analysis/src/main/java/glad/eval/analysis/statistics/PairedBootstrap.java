package glad.eval.analysis.statistics;

import glad.api.eval.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells how sure the difference of two trackers is, by drawing again and again what might have been measured: other sequences, and
 * other seeds.
 *
 * <p>Sequences are drawn with replacement, the same ones for both trackers (paired). A run's seed moves all of its sequences together,
 * so that seeds are a level beside the sequences, whose part no number of sequences lessens. Labs have two to five of them, too few to
 * draw from: what resampling three gives lies between the least and the greatest. So their part of a draw is normal with the runs' own
 * standard error, less what seeds scatter sequences, each for itself: that is in the draws of sequences already ({@link Remainder}). Few
 * sequences and fewer seeds
 * seem surer than they are; so the deviation of a draw is stretched by {@code sqrt(n / (n - 1))} for sequences (Hesterberg, "What
 * Teachers Should Know About the Bootstrap", The American Statistician 69(4), 2015) and, as a whole, divided by the root of a drawn {@code
 * chi^2 / f}, which makes Student's t of what is normal; the degrees of freedom f of both levels together are those of Satterthwaite
 * ("An Approximate Distribution of Estimates of Variance Components", Biometrics Bulletin 2(6), 1946).
 */
public final class PairedBootstrap {

    /** How many draws are enough for a p of 0.001 and interval ends within about 1 %. */
    public static final int DRAWS = 10_000;

    /**
     * What is taken of Satterthwaite's degrees of freedom where seeds count beside sequences. With three seeds they are too many as often
     * as a level's scatter is small by chance: of simulated intervals 92.5 to 93 % hold the truth without this, 93.5 % with it.
     */
    private static final double CAUTION = 0.8;

    private final long seed;
    private final int draws;

    /** @param seed of the draws @param draws how many */
    public PairedBootstrap(long seed, int draws) {
        this.seed = seed;
        this.draws = draws;
    }

    /**
     * Compares two trackers over the same sequences.
     *
     * @param paired whether the runs of both belong together in their order, as runs with the same seeds of one experiment's variants do
     * @return the one minus the other; NaN throughout if either can't be measured
     * @throws IllegalArgumentException if their sequences, or those of runs that belong together, aren't as many
     */
    public Estimate compare(Metric metric, Sample one, Sample other, boolean paired) {
        if (one.sequences() != other.sequences() || paired && one.runs() != other.runs()) {
            throw new IllegalArgumentException("samples of different shapes can't be compared");
        }
        double[][] first = one.means();
        double[][] second = other.means();
        double[] each = IntStream.range(0, one.sequences()).mapToDouble(i -> first[0][i] - second[0][i])
                .filter(d -> !Double.isNaN(d)).toArray();
        List<Level> levels = paired
                ? List.of(Level.of(differences(one.figures(metric), other.figures(metric)), Remainder.of(one.values(), other.values())))
                : List.of(Level.of(one.figures(metric), Remainder.of(one.values())), Level.of(other.figures(metric), Remainder.of(other.values())));
        double[] values = new double[one.sequences()];
        double[] weights = new double[one.sequences()];
        ToDoubleFunction<int[]> difference = draw -> figure(metric, first, draw, values, weights)
                - figure(metric, second, draw, values, weights);
        Spread spread = new Spread(one.sequences(), deviation(each),
                Math.sqrt(levels.stream().mapToDouble(level -> level.error * level.error).sum()));
        boolean meaning = !metric.ofMachine() && one.sequences() >= Estimate.FEWEST;
        return estimate(difference, one.sequences(), levels, meaning, spread, each,
                metric.direction() == Metric.Direction.HIGHER_IS_BETTER ? 1 : -1);
    }

    private Estimate estimate(ToDoubleFunction<int[]> difference, int sequences, List<Level> levels, boolean meaning, Spread spread,
            double[] each, int sign) {
        double seen = difference.applyAsDouble(IntStream.range(0, sequences).toArray());
        double stretch = sequences < 2 ? 1 : Math.sqrt(sequences / (sequences - 1.0));
        double freedom = freedom(new Level(spread.deviation() / Math.sqrt(sequences), sequences - 1), levels);
        SplittableRandom random = new SplittableRandom(seed);
        int[] draw = new int[sequences];
        double[] drawn = new double[draws];
        for (int k = 0; k < draws; k++) {
            for (int i = 0; i < sequences; i++) {
                draw[i] = random.nextInt(sequences);
            }
            double deviation = stretch * (difference.applyAsDouble(draw) - seen) + spread.seedError() * random.nextGaussian();
            drawn[k] = seen + deviation * StudentT.widening(freedom, random);
        }
        drawn = Arrays.stream(drawn).filter(d -> !Double.isNaN(d)).sorted().toArray();
        long below = Arrays.stream(drawn).filter(d -> d <= 0).count();
        long above = Arrays.stream(drawn).filter(d -> d >= 0).count();
        double p = meaning && drawn.length > 0 ? Math.min(1, 2.0 * (Math.min(below, above) + 1) / (drawn.length + 1)) : Double.NaN;
        int won = (int) Arrays.stream(each).filter(d -> sign * d >= Estimate.TIE).count();
        int lost = (int) Arrays.stream(each).filter(d -> -sign * d >= Estimate.TIE).count();
        return new Estimate(seen, new Estimate.Interval(quantile(drawn, 0.025), quantile(drawn, 0.975)),
                new Estimate.Interval(quantile(drawn, 0.05), quantile(drawn, 0.95)), p, spread, won, each.length - won - lost, lost);
    }

    /**
     * What sequences or runs add to the uncertainty.
     *
     * @param error the standard error of the mean over them
     * @param freedom degrees of freedom
     */
    private record Level(double error, int freedom) {

        static Level of(double[] figures, double remainder) {
            double[] measured = Arrays.stream(figures).filter(f -> !Double.isNaN(f)).toArray();
            double deviation = deviation(measured);
            return new Level(measured.length < 2 ? 0 : Math.sqrt(Math.max(0, deviation * deviation / measured.length - remainder)), measured.length - 1);
        }
    }

    /** Returns the degrees of freedom of a sum of independent levels, at least those of the level that has the fewest. */
    private static double freedom(Level sequences, List<Level> seeds) {
        double variance = 0;
        double squares = 0;
        List<Level> levels = Stream.concat(Stream.of(sequences), seeds.stream()).filter(l -> l.error > 0 && l.freedom > 0).toList();
        for (Level level : levels) {
            double own = level.error * level.error;
            variance += own;
            squares += own * own / level.freedom;
        }
        if (levels.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double freedom = variance * variance / squares;
        return levels.size() == 1 ? freedom : Math.max(levels.stream().mapToInt(Level::freedom).min().getAsInt(), CAUTION * freedom);
    }

    private static double[] differences(double[] one, double[] other) {
        return IntStream.range(0, one.length).mapToDouble(i -> one[i] - other[i]).toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return values.length < 2 ? 0 : Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }

    /** Returns the figure of a draw; the arrays are room for its values and weights. */
    private static double figure(Metric metric, double[][] measured, int[] draw, double[] values, double[] weights) {
        for (int i = 0; i < draw.length; i++) {
            values[i] = measured[0][draw[i]];
            weights[i] = measured[1][draw[i]];
        }
        return metric.aggregate(values, weights);
    }

    private static double quantile(double[] sorted, double fraction) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(fraction * (sorted.length - 1))];
    }
}
