package glad.eval.analysis.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.eval.Metric;
import glad.eval.metrics.FramesPerSecond;
import glad.eval.metrics.Success;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private static final Metric AUC = new Success();

    /** Per-sequence AUC is spread like this on LaSOT, and the paired difference of close relatives like that. */
    private static final double SEQUENCES = 23;
    private static final double DIFFERENCE = 12.7;

    /** Two trackers' runs whose difference has a mean, and spreads over sequences, over seeds, and over both. */
    private record World(int sequences, int runs, double mean, double overSequences, double overSeeds, double rest) {

        Estimate measured(long seed, int draws, boolean paired) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] common = random.doubles(sequences).map(d -> 60 + SEQUENCES * random.nextGaussian()).toArray();
            double[] apart = random.doubles(sequences).map(d -> mean + overSequences * random.nextGaussian()).toArray();
            double[][] one = new double[runs][sequences];
            double[][] other = new double[runs][sequences];
            for (int run = 0; run < runs; run++) {
                double first = overSeeds * random.nextGaussian();
                double second = overSeeds * random.nextGaussian();
                for (int i = 0; i < sequences; i++) {
                    one[run][i] = common[i] + apart[i] + first + rest * random.nextGaussian();
                    other[run][i] = common[i] + second + rest * random.nextGaussian();
                }
            }
            return new PairedBootstrap(seed, draws).compare(AUC, Sample.of(one), Sample.of(other), paired);
        }

        /** Returns in what fraction of experiments the 95 % interval holds the true difference. */
        double coverage(int experiments, boolean paired) {
            return IntStream.range(0, experiments).parallel().mapToObj(k -> measured(k, 1000, paired).interval())
                    .filter(i -> i.low() <= mean && mean <= i.high()).count() / (double) experiments;
        }
    }

    @Test
    void theIntervalOfOneRunIsStudents() {
        for (int n : new int[] {12, 60, 280}) {
            Estimate estimate = new World(n, 1, 2, DIFFERENCE, 0, 0).measured(n, 40_000, true);
            double half = StudentT.quantile95(n - 1) * estimate.spread().deviation() / Math.sqrt(n);
            assertEquals(2 * half, estimate.interval().high() - estimate.interval().low(), (n < 30 ? 0.05 : 0.02) * 2 * half, n + " sequences");
        }
    }

    @Test
    void seedsAddTheirOwnPartToTheInterval() {
        Estimate estimate = new World(100, 40, 0, 5, 2, 0).measured(3, 40_000, false);
        double error = Math.sqrt(25.0 / 100 + 2 * 4.0 / 40);
        assertEquals(error, Math.hypot(estimate.spread().deviation() / 10, estimate.spread().seedError()), 0.15 * error);
        double own = Math.hypot(estimate.spread().deviation() / 10, estimate.spread().seedError());
        assertEquals(2 * 1.96 * own, estimate.interval().high() - estimate.interval().low(), 0.02 * 2 * 1.96 * own);
    }

    @Test
    void theIntervalCoversTheTruthAsOftenAsItSays() {
        covers(new World(60, 1, 1, DIFFERENCE, 0, 0), false);
        covers(new World(60, 3, 1, DIFFERENCE, 0.7, 4), false);
        covers(new World(40, 3, 1, 6, 2, 2), true);
        covers(new World(40, 5, 1, 3, 3, 1), true);
        covers(new World(100, 3, 1, 1, 0, 5), true);
        covers(new World(20, 3, 1, 3, 1, 5), false);
    }

    private static void covers(World world, boolean paired) {
        double coverage = world.coverage(1000, paired);
        assertTrue(coverage >= 0.93 && coverage <= 0.97, coverage + " of 1000 for " + world);
    }

    @Test
    void trackersThatDontDifferAreSeldomCalledDifferent() {
        World same = new World(30, 3, 0, DIFFERENCE, 0.7, 4);
        int rows = 4;
        long wrong = IntStream.range(0, 400).parallel().filter(k -> {
            Estimate[] all = IntStream.range(0, rows).mapToObj(row -> same.measured(rows * k + row, 1000, true)).toArray(Estimate[]::new);
            double[] adjusted = Holm.adjusted(Arrays.stream(all).mapToDouble(Estimate::p).toArray());
            return IntStream.range(0, rows).anyMatch(row -> Verdict.of(all[row], adjusted[row], AUC.direction(), 1).answer()
                    == Verdict.Answer.BETTER);
        }).count();
        assertTrue(wrong <= 20, wrong + " of 400 tables of " + rows + " rows name a better one");
    }

    @Test
    void theDetectableDifferenceIsSeenInFourOfFiveExperiments() {
        Spread planned = new Spread(50, DIFFERENCE, 0);
        World world = new World(50, 1, planned.detectable(), DIFFERENCE, 0, 0);
        long seen = IntStream.range(0, 500).parallel().filter(k -> world.measured(k, 1000, true).p() < Verdict.LEVEL).count();
        assertEquals(400, seen, 30);
        assertEquals(7.849 * DIFFERENCE * DIFFERENCE / 4, planned.needed(2), 1);
        assertEquals(1266, planned.needed(1));
        assertEquals(Double.POSITIVE_INFINITY, new Spread(100, DIFFERENCE, 0.4).needed(1));
    }

    /** n = 7.85 sd^2 / d^2, for the deviations of close relatives and of unrelated trackers on LaSOT. */
    @Test
    void theNumberOfSequencesIsThatOfTheClosedForm() {
        for (double[] row : new double[][] {{12.7, 1, 1260}, {12.7, 2, 316}, {12.7, 3, 141}, {22, 1, 3800}, {22, 2, 960}, {22, 3, 426}}) {
            Spread spread = new Spread(280, row[0], 0);
            double closed = 7.85 * Math.pow(row[0] / row[1], 2);
            assertEquals(closed, spread.needed(row[1]), 0.01 * closed);
            assertEquals(row[2], spread.needed(row[1]), 0.02 * row[2]);
        }
        assertEquals(2.1, new Spread(280, 12.7, 0).detectable(), 0.05);
        assertEquals(3.7, new Spread(280, 22, 0).detectable(), 0.05);
    }

    @Test
    void holmsCorrectionIsThatOfWorkedExamples() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}), 1e-12);
        assertArrayEquals(new double[] {0.7, 0.04, Double.NaN}, Holm.adjusted(new double[] {0.7, 0.02, Double.NaN}), 1e-12);
        assertArrayEquals(new double[] {0.2, 0.2, 1}, Holm.adjusted(new double[] {0.1, 0.0666666666666666667, 1}), 1e-12);
    }

    @Test
    void verdictsAreThatOfWorkedExamples() {
        Metric.Direction up = Metric.Direction.HIGHER_IS_BETTER;
        assertEquals("better", Verdict.of(estimate(2, 0.5), 0.001, up, 1).text());
        assertEquals("worse", Verdict.of(estimate(-2, 0.5), 0.001, up, 1).text());
        assertEquals("worse", Verdict.of(estimate(2, 0.5), 0.001, Metric.Direction.LOWER_IS_BETTER, 1).text());
        // Two one-sided tests: 0.3 +- 1.645 * 0.4 ends at 0.96, 0.3 +- 1.645 * 0.45 at 1.04.
        assertEquals("equal within 1.0", Verdict.of(estimate(0.3, 0.40), 0.4, up, 1).text());
        assertEquals(Verdict.Answer.UNKNOWN, Verdict.of(estimate(0.3, 0.45), 0.5, up, 1).answer());
        // 100 sequences with a standard error of 2, a deviation of 20: 2.8016^2 * 400 / 9 and 2.9264^2 * 400 / 1.
        assertEquals("can't tell (needs about 350 sequences)", Verdict.of(estimate(3, 2), 0.13, up, 1).text());
        assertEquals("can't tell (needs about 3 500 sequences)", Verdict.of(estimate(0, 2), 1, up, 1).text());
        assertEquals("can't tell", Verdict.of(estimate(0, 2), Double.NaN, up, 1).text());
    }

    /** An estimate over 100 sequences as a normal distribution with a standard error would have it. */
    private static Estimate estimate(double difference, double error) {
        return new Estimate(difference, new Estimate.Interval(difference - 1.96 * error, difference + 1.96 * error),
                new Estimate.Interval(difference - 1.645 * error, difference + 1.645 * error), 0.5, new Spread(100, 10 * error, 0),
                50, 0, 50);
    }

    @Test
    void sequencesAreWonTiedAndLost() {
        Estimate estimate = new PairedBootstrap(1, 100).compare(AUC, Sample.of(new double[] {50, 60, 70.04, 10, 90, Double.NaN}),
                Sample.of(new double[] {40, 61, 70, 10, 80, 3}), false);
        assertEquals("2 2 1", estimate.won() + " " + estimate.tied() + " " + estimate.lost());
        assertTrue(Double.isNaN(new PairedBootstrap(1, 100).compare(new FramesPerSecond(), Sample.of(new double[] {1, 2, 3, 4, 5}),
                Sample.of(new double[] {2, 3, 4, 5, 6}), false).p()));
        assertFalse(Double.isNaN(estimate.p()));
    }
}
