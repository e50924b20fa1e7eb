package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's success rate at 0.75: the fraction of all sequences' frames together with overlap above 0.75. */
@GladId("success-rate-75")
@Component(service = Metric.class)
public final class SuccessRate75 extends PooledOverlap {

    /** Makes the metric. */
    public SuccessRate75() {
        super("SR 0.75", overlap -> overlap > 0.75 ? 1 : 0);
    }
}
