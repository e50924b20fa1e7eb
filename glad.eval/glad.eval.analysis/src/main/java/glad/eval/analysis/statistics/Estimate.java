package glad.eval.analysis.statistics;

/**
 * A difference between two trackers over the same sequences, and how sure it is.
 *
 * @param difference the one's figure minus the other's
 * @param interval the 95 % interval of the difference
 * @param narrow its 90 % interval, which two one-sided tests at 5 % take
 * @param p two-sided, at most 1: 2 (k + 1) / (n + 1), with k of n draws on the rarer side of 0 (Davison and Hinkley, "Bootstrap
 *        Methods and their Application", 1997, 4.2.3); NaN for fewer than {@value #FEWEST} sequences and for what is a matter of
 *        the machine
 * @param spread how much sequences and runs differ
 * @param won in how many sequences the one is better; one that differs by less than {@value #TIE} in the metric's unit is tied
 * @param tied in how many they are alike
 * @param lost in how many the other is better
 */
public record Estimate(double difference, Interval interval, Interval narrow, double p, Spread spread, int won, int tied, int lost) {

    /** How many sequences a p takes: of fewer there are too few different draws. */
    public static final int FEWEST = 5;

    /** Less than tables show. */
    static final double TIE = 0.05;

    /**
     * An interval.
     *
     * @param low its lower end
     * @param high its upper end
     */
    public record Interval(double low, double high) {

        /** Tells whether all of it is less than this far from 0. */
        public boolean within(double most) {
            return low > -most && high < most;
        }
    }

    /** Returns how many sequences were compared. */
    public int sequences() {
        return spread.sequences();
    }
}
