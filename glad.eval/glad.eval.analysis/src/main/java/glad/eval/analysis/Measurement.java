package glad.eval.analysis;

import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What is kept of one tracked sequence once its boxes are gone; every list has one entry per metric.
 *
 * @param values what each metric says, in its unit; NaN where it can't be measured
 * @param weights how much the sequence counts among others
 * @param curves the curves behind the values; null for a metric without one
 */
public record Measurement(double[] values, double[] weights, List<Curve> curves) {

    /**
     * Measures a sequence.
     *
     * @throws glad.api.GladException (failure) if its boxes are damaged, see {@link glad.api.eval.FrameErrors#of}
     */
    public static Measurement of(Track track, Collection<Metric> metrics) {
        return new Measurement(metrics.stream().mapToDouble(m -> m.measure(track)).toArray(),
                metrics.stream().mapToDouble(m -> m.weight(track)).toArray(),
                metrics.stream().map(m -> m.curve(track)).toList());
    }

    Measurement select(int[] places) {
        return new Measurement(Arrays.stream(places).mapToDouble(i -> values[i]).toArray(),
                Arrays.stream(places).mapToDouble(i -> weights[i]).toArray(),
                Arrays.stream(places).mapToObj(curves::get).toList());
    }
}
