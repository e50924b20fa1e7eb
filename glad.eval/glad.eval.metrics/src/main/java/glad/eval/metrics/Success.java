package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import java.util.stream.DoubleStream;
import org.osgi.service.component.annotations.Component;

/**
 * The area under the success curve (AUC): the mean of the fractions of frames whose overlap is above 0, 0.05 .. 1. By the
 * rules of the official implementation, see {@link glad.api.eval.FrameErrors}.
 */
@GladId("success")
@Component(service = Metric.class)
public final class Success extends FractionMetric {

    /** Makes the metric. */
    public Success() {
        super("AUC");
    }

    /** Returns 100 times the mean of the 21 shares. */
    @Override
    public double measure(Track track) {
        return 100 * DoubleStream.of(curve(track).values()).average().orElseThrow();
    }

    @Override
    public Curve curve(Track track) {
        return OfficialCurves.success(track.errors());
    }
}
