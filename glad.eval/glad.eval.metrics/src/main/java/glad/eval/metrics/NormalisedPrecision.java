package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/**
 * The fraction of frames whose centre error, divided by the true width and height, is at most 0.2. By the rules of the
 * official implementation, see {@link glad.api.eval.FrameErrors}.
 */
@GladId("normalised-precision")
@Component(service = Metric.class)
public final class NormalisedPrecision extends FractionMetric {

    /** Makes the metric. */
    public NormalisedPrecision() {
        super("Normalised precision");
    }

    /** Returns 100 times the curve at 0.20. */
    @Override
    public double measure(Track track) {
        return 100 * curve(track).values()[20];
    }

    @Override
    public Curve curve(Track track) {
        return OfficialCurves.normalised(track.errors());
    }
}
