package glad.api.eval;

import java.util.List;

/** A typed measure: an OSGi service with the property {@link glad.api.model.PartFactory#ID}. */
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

    /** Measures one sequence, in the unit. */
    double measure(Track track);

    /** Combines the values of sequences: the mean over sequences unless the metric says otherwise; NaN for none. */
    default double aggregate(List<Double> perSequence) {
        return perSequence.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Measures several sequences: {@link #aggregate} of what {@link #measure} says of each. */
    default double measure(List<Track> tracks) {
        return aggregate(tracks.stream().map(this::measure).toList());
    }

    /** Returns the curve behind the number for one sequence, or null if there is none. */
    default Curve curve(Track track) {
        return null;
    }
}
