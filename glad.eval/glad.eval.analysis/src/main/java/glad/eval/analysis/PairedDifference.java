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
 * @param p two-sided: twice the smaller share of draws on either side of 0, at most 1
 * @param sequences how many both have
 */
public record PairedDifference(
        String better, String than, String metric, double difference, double low, double high, double p, int sequences) {}
