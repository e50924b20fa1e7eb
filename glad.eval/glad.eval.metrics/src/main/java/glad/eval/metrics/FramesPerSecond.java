package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import java.util.stream.DoubleStream;
import org.osgi.service.component.annotations.Component;

/**
 * Frames tracked per second, the first frame with its language and diffusion included, as the official runner counts.
 */
@GladId("frames-per-second")
@Component(service = Metric.class)
public final class FramesPerSecond implements Metric {

    @Override
    public String name() {
        return "Speed";
    }

    @Override
    public String unit() {
        return "frames/s";
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
        return Direction.HIGHER_IS_BETTER;
    }

    @Override
    public boolean ofMachine() {
        return true;
    }

    /** Returns the number of timed frames by the sum of their seconds; NaN if no time was measured. */
    @Override
    public double measure(Track track) {
        double seconds = track.seconds().stream().mapToDouble(Double::doubleValue).sum();
        return seconds > 0 ? track.seconds().size() / seconds : Double.NaN;
    }

    /** Returns the harmonic mean of what was measured: for sequences of one length, all frames by all seconds. */
    @Override
    public double aggregate(double[] values, double[] weights) {
        return 1 / DoubleStream.of(values).filter(speed -> !Double.isNaN(speed)).map(speed -> 1 / speed).average()
                .orElse(Double.NaN);
    }
}
