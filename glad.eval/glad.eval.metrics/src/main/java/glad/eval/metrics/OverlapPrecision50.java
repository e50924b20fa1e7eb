package glad.eval.metrics;

import glad.api.eval.Metric;
import glad.api.eval.Track;
import glad.api.model.PartFactory;
import org.osgi.service.component.annotations.Component;

/** The share of frames whose overlap is above 0.5 (OP50): the success curve at that threshold. */
@Component(service = Metric.class, property = PartFactory.ID + "=op50")
public final class OverlapPrecision50 extends ShareMetric {

    /** Makes the metric. */
    public OverlapPrecision50() {
        super("OP50");
    }

    @Override
    public double measure(Track track) {
        return 100 * Shares.success(track.errors()).values()[10];
    }
}
