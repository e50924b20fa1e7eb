package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/**
 * The fraction of frames whose centre is at most 20 pixels from the true one. By the rules of the official implementation,
 * see {@link glad.api.eval.FrameErrors}.
 */
@GladId("precision")
@Component(service = Metric.class)
public final class DistancePrecision extends FractionMetric {

    /** Makes the metric. */
    public DistancePrecision() {
        super("Precision");
    }

    /** Returns 100 times the curve at 20 px. */
    @Override
    public double measure(Track track) {
        return 100 * curve(track).values()[20];
    }

    @Override
    public Curve curve(Track track) {
        return OfficialCurves.precision(track.errors());
    }
}
