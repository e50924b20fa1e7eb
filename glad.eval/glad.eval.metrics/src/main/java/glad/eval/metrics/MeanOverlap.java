package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.FrameErrors;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** The mean overlap over the valid frames, the first one included: {@code avg_overlap} of the official implementation. */
@GladId("mean-overlap")
@Component(service = Metric.class)
public final class MeanOverlap extends FractionMetric {

    /** Makes the metric. */
    public MeanOverlap() {
        super("Mean overlap");
    }

    /** Returns 100 times the mean; NaN if no frame is valid. */
    @Override
    public double measure(Track track) {
        FrameErrors errors = track.errors();
        double sum = 0;
        int frames = 0;
        for (int i = 0; i < errors.valid().length; i++) {
            if (errors.valid()[i]) {
                sum += errors.overlap()[i];
                frames++;
            }
        }
        return 100 * sum / frames;
    }

    @Override
    public boolean extra() {
        return true;
    }
}
