package glad.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A task to submit.
 *
 * @param title what people call it
 * @param spec what its runner needs to know
 */
public record Spec(String title, ObjectNode spec) {}
