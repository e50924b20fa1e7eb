package glad.eval.metrics;

import glad.api.eval.Metric;
import glad.api.model.PartFactory;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's average overlap (AO): the mean overlap of all sequences' frames together. */
@Component(service = Metric.class, property = {PartFactory.ID + "=average-overlap", Metric.EXTRA + ":Boolean=true"})
public final class AverageOverlap extends PooledOverlap {

    /** Makes the metric. */
    public AverageOverlap() {
        super("AO", overlap -> overlap);
    }
}
