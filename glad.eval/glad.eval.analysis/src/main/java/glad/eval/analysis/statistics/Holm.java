package glad.eval.analysis.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The correction for many comparisons of Holm ("A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
 * Statistics 6(2), 1979): among comparisons without any difference the chance that one seems to have one stays below the level.
 */
public final class Holm {

    private Holm() {}

    /**
     * Returns corrected values of p, to be compared with the level itself.
     *
     * @param p of the comparisons that belong together; a NaN is none and stays
     */
    public static double[] adjusted(double[] p) {
        int[] order = IntStream.range(0, p.length).filter(i -> !Double.isNaN(p[i])).boxed()
                .sorted(Comparator.comparingDouble(i -> p[i])).mapToInt(Integer::intValue).toArray();
        double[] adjusted = p.clone();
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, (order.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = least;
        }
        return adjusted;
    }
}
