package glad.eval.metrics;

import glad.api.eval.Metric;
import glad.api.model.PartFactory;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's success rate at 0.5: the share of all sequences' frames together with overlap above 0.5. */
@Component(service = Metric.class, property = {PartFactory.ID + "=success-rate-50", Metric.EXTRA + ":Boolean=true"})
public final class SuccessRate50 extends PooledOverlap {

    /** Makes the metric. */
    public SuccessRate50() {
        super("SR 0.50", overlap -> overlap > 0.5 ? 1 : 0);
    }
}
