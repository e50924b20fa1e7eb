package glad.eval.metrics;

import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import glad.api.model.PartFactory;
import org.osgi.service.component.annotations.Component;

/**
 * The share of frames whose centre error, divided by the true width and height, is at most 0.2. By the rules of the
 * official implementation, see {@link FrameErrors}.
 */
@Component(service = Metric.class, property = PartFactory.ID + "=normalised-precision")
public final class NormalisedPrecision implements Metric {

    @Override
    public String name() {
        return "Normalised precision";
    }

    @Override
    public String unit() {
        return "%";
    }

    @Override
    public double min() {
        return 0;
    }

    @Override
    public double max() {
        return 100;
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }

    /** Returns 100 times the curve at 0.20; NaN for no frames. */
    @Override
    public double measure(Track track) {
        return 100 * curve(track).values()[20];
    }

    @Override
    public Curve curve(Track track) {
        return FrameErrors.of(track).normalisedCurve();
    }
}
