package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** How often the target was lost: the overlap fell to 0 after the target was given or held with more than 0.5. */
@GladId("failures")
@Component(service = Metric.class)
public final class Failures implements Metric {

    @Override
    public String name() {
        return "Failures";
    }

    @Override
    public String unit() {
        return "per sequence";
    }

    @Override
    public double min() {
        return 0;
    }

    @Override
    public double max() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public double measure(Track track) {
        return LostTargets.of(track).failures();
    }

    @Override
    public boolean extra() {
        return true;
    }
}
