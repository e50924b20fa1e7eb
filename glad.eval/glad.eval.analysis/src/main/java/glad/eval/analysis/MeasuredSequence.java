package glad.eval.analysis;

import java.util.Set;

/**
 * A sequence that trackers are measured on.
 *
 * @param name its name
 * @param attributes what makes it hard, such as {@code motion blur}; empty if the dataset doesn't say
 */
public record MeasuredSequence(String name, Set<String> attributes) {

    /** Copies the attributes. */
    public MeasuredSequence {
        attributes = Set.copyOf(attributes);
    }
}
