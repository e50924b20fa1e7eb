package glad.eval.metrics;

import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** The fraction of failures after which the target was held again with an overlap above 0.5; see {@link Failures}. */
@GladId("recovery")
@Component(service = Metric.class)
public final class Recovery extends FractionMetric {

    /** Makes the metric. */
    public Recovery() {
        super("Recovered");
    }

    /** Returns the share in %; NaN if the target was never lost. */
    @Override
    public double measure(Track track) {
        LostTargets losses = LostTargets.of(track);
        return 100.0 * losses.recoveries() / losses.failures();
    }

    /** Returns the number of failures: all sequences' failures are taken together. */
    @Override
    public double weight(Track track) {
        return LostTargets.of(track).failures();
    }

    @Override
    public boolean extra() {
        return true;
    }
}
