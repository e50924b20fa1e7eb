package glad.eval.analysis.statistics;

/**
 * How much the paired difference of two trackers differs from sequence to sequence, and from run to run.
 *
 * @param sequences how many sequences
 * @param deviation standard deviation of the difference over sequences, in the metric's unit
 * @param seedError standard error of the difference that comes from the runs' seeds, which more sequences don't lessen: the
 *        standard deviation over runs by the root of their number; 0 for a single run, whose seeds nothing is known of
 */
public record Spread(int sequences, double deviation, double seedError) {

    /** Quantile of the normal distribution for a two-sided test at 5 %. */
    static final double TWO_SIDED = 1.959964;

    private static final double ONE_SIDED = 1.644854;
    private static final double POWER_80 = 0.841621;
    /** Both one-sided tests of an equivalence have to be passed: each fails in 10 % of cases. */
    private static final double POWER_90 = 1.281552;

    /** Returns the smallest difference that these sequences and runs show in 80 % of experiments, two-sided at 5 %. */
    public double detectable() {
        return (TWO_SIDED + POWER_80) * Math.sqrt(deviation * deviation / sequences + seedError * seedError);
    }

    /**
     * Returns how many sequences show a difference in 80 % of experiments, two-sided at 5 %; infinite where these runs never do,
     * however many sequences they track.
     */
    public double needed(double difference) {
        return forError(difference / (TWO_SIDED + POWER_80));
    }

    /** Returns how many sequences show in 80 % of experiments that trackers which don't differ do so by less than a margin. */
    public double neededForEquivalence(double margin) {
        return forError(margin / (ONE_SIDED + POWER_90));
    }

    /** Returns how many sequences leave a standard error. */
    private double forError(double error) {
        double left = error * error - seedError * seedError;
        return left <= 0 ? Double.POSITIVE_INFINITY : Math.max(2, Math.ceil(deviation * deviation / left));
    }
}
