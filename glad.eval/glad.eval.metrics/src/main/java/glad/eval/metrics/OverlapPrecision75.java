package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** The fraction of frames whose overlap is above 0.75 (OP75): the success curve at that threshold. */
@GladId("op75")
@Component(service = Metric.class)
public final class OverlapPrecision75 extends FractionMetric {

    /** Makes the metric. */
    public OverlapPrecision75() {
        super("OP75");
    }

    @Override
    public double measure(Track track) {
        return 100 * OfficialCurves.success(track.errors()).values()[15];
    }
}
