package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's average overlap (AO): the mean overlap of all sequences' frames together. */
@GladId("average-overlap")
@Component(service = Metric.class)
public final class AverageOverlap extends PooledOverlap {

    /** Makes the metric. */
    public AverageOverlap() {
        super("AO", overlap -> overlap);
    }
}
