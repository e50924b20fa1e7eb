package glad.api.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** A typed measure: an OSGi service with a {@link glad.api.GladId}. */
@ConsumerType
public interface Metric {

    /** What a number means. */
    enum Direction { HIGHER_IS_BETTER, LOWER_IS_BETTER }

    /** Returns the name shown in tables, for example {@code AUC}. */
    String name();

    /** Returns the unit, for example {@code %} or {@code frames/s}. */
    String unit();

    /** Returns the smallest possible value in the unit. */
    double min();

    /** Returns the largest possible value in the unit; may be infinite. */
    double max();

    /** Returns which way is better. */
    Direction direction();

    /**
     * Tells whether figures depend on the machine and on what else it does, so that drawing sequences anew says nothing about
     * how sure a difference is.
     */
    default boolean ofMachine() {
        return false;
    }

    /** Tells whether tables show it only when it is asked for. */
    default boolean extra() {
        return false;
    }

    /** Measures one sequence, in the unit; NaN if it can't be measured there. */
    double measure(Track track);

    /** Returns how much a sequence counts among others: 1 unless the metric pools frames or events. */
    default double weight(Track track) {
        return 1;
    }

    /**
     * Combines the values of sequences: their weighted mean unless the metric says otherwise. A value of NaN counts for
     * nothing; NaN for no values.
     *
     * @param values one per sequence, from {@link #measure}
     * @param weights one per sequence, from {@link #weight}
     */
    default double aggregate(double[] values, double[] weights) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                sum += values[i] * weights[i];
                weight += weights[i];
            }
        }
        return sum / weight;
    }

    /** Measures several sequences: {@link #aggregate} of what {@link #measure} says of each. */
    default double measure(List<Track> tracks) {
        return aggregate(tracks.stream().mapToDouble(this::measure).toArray(),
                tracks.stream().mapToDouble(this::weight).toArray());
    }

    /** Tells whether the number is only right where the images' size is known, see {@link Track#imageSize}. */
    default boolean needsImageSize() {
        return false;
    }

    /** Returns the curve behind the number for one sequence, or null if there is none. */
    default @Nullable Curve curve(Track track) {
        return null;
    }
}
