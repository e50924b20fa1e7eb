package glad.api.eval;

import java.util.Arrays;
import java.util.List;

/**
 * A measure as a function of a threshold.
 *
 * @param name what the curve is called, for example {@code Success}
 * @param threshold what the thresholds are, for example {@code centre error up to, px}
 * @param thresholds rising
 * @param values the fraction of frames in [0, 1] that pass each threshold
 */
public record Curve(String name, String threshold, double[] thresholds, double[] values) {

    /** @throws IllegalArgumentException if there are different numbers of thresholds and values */
    public Curve {
        if (thresholds.length != values.length) {
            throw new IllegalArgumentException(values.length + " values for " + thresholds.length + " thresholds");
        }
    }

    /**
     * Returns the mean of the curves of several sequences, each sequence counting once whatever its length.
     *
     * @param curves at least one, all with the same thresholds
     * @throws IllegalArgumentException if there is none or their thresholds differ
     */
    public static Curve mean(List<Curve> curves) {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("no curves to average");
        }
        double[] thresholds = curves.get(0).thresholds;
        double[] mean = new double[thresholds.length];
        for (Curve curve : curves) {
            if (!Arrays.equals(thresholds, curve.thresholds)) {
                throw new IllegalArgumentException("curves with different thresholds have no mean");
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] += curve.values[i] / curves.size();
            }
        }
        return new Curve(curves.get(0).name, curves.get(0).threshold, thresholds, mean);
    }
}
