package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** The fraction of frames whose overlap is above 0.5 (OP50): the success curve at that threshold. */
@GladId("op50")
@Component(service = Metric.class)
public final class OverlapPrecision50 extends FractionMetric {

    /** Makes the metric. */
    public OverlapPrecision50() {
        super("OP50");
    }

    @Override
    public double measure(Track track) {
        return 100 * OfficialCurves.success(track.errors()).values()[10];
    }
}
