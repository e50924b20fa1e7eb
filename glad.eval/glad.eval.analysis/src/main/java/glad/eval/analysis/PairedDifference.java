package glad.eval.analysis;

/**
 * How much better one tracker is than another, and how sure that is: sequences are drawn again and again with
 * replacement, the same ones for both (paired bootstrap, percentile interval).
 *
 * @param better the one
 * @param than the other
 * @param metric the metric's id
 * @param difference the one's figure minus the other's over the sequences that both have
 * @param low lower end of the 95 % interval of the difference
 * @param high upper end
 * @param p two-sided, at most 1: 2 (k + 1) / (n + 1), with k of n draws on the rarer side of 0 (Davison and Hinkley, "Bootstrap
 *        Methods and their Application", 1997, 4.2.3); NaN for fewer than {@value #FEWEST} sequences and for what is a matter of
 *        the machine
 * @param sequences how many both have
 */
public record PairedDifference(
        String better, String than, String metric, double difference, double low, double high, double p, int sequences) {

    /** How many sequences a p takes: of fewer there are too few different draws. */
    public static final int FEWEST = 5;
}
