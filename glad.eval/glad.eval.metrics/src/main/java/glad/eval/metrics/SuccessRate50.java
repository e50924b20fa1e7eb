package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's success rate at 0.5: the fraction of all sequences' frames together with overlap above 0.5. */
@GladId("success-rate-50")
@Component(service = Metric.class)
public final class SuccessRate50 extends PooledOverlap {

    /** Makes the metric. */
    public SuccessRate50() {
        super("SR 0.50", overlap -> overlap > 0.5 ? 1 : 0);
    }
}
