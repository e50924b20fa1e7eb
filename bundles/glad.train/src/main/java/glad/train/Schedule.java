package glad.train;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** How the learning rate changes: a factor on it for every update. */
@FunctionalInterface
@ConsumerType
public interface Schedule {

    /**
     * Returns the factor.
     *
     * @param update number of updates done before this one
     */
    double factor(long update);

    /**
     * Returns a linear warm-up followed by half a cosine.
     *
     * @param warmUp updates until the full rate; the first update has {@code 1 / warmUp} of it
     * @param total updates in all; the cosine ends there
     * @param floor the factor at the end
     */
    static Schedule cosine(long warmUp, long total, double floor) {
        return update -> {
            if (update < warmUp) {
                return (update + 1.0) / warmUp;
            }
            double progress = Math.min(1, (update - warmUp) / (double) Math.max(1, total - warmUp));
            return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
        };
    }

    /**
     * Returns the schedule of the full method (docs/METHOD.md, "Training"): a linear warm-up from 1 %, and drops.
     *
     * @param warmUp updates of the warm-up
     * @param gamma factor of each drop
     * @param milestones the updates from which one more drop counts
     */
    static Schedule step(long warmUp, double gamma, List<Long> milestones) {
        return update -> {
            if (update < warmUp) {
                return 0.01 + 0.99 * update / warmUp;
            }
            return Math.pow(gamma, milestones.stream().filter(milestone -> milestone <= update).count());
        };
    }
}
