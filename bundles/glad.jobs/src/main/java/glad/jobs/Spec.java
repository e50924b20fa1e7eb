package glad.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A task to submit.
 *
 * @param title what people call it
 * @param spec what its runner needs to know
 * @param stale why the results that it has are of other code, weights or data, so that it begins {@link State#STALE}; empty if it is to be done
 */
public record Spec(String title, ObjectNode spec, String stale) {

    /** Makes one that is to be done. */
    public Spec(String title, ObjectNode spec) {
        this(title, spec, "");
    }
}
