package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.runtime.PartKind;
import java.util.stream.Stream;

/** The values of one experiment file over those of the file that it extends. */
final class Overlay {

    private Overlay() {}

    /**
     * Puts values over others. Keys that hold keys are merged one by one; plain values and lists take the place of what was there. Another
     * part doesn't inherit the options of the one it replaces, as with changes on the command line.
     *
     * @param under what is taken over; becomes the result
     * @param over what counts
     */
    static ObjectNode of(ObjectNode under, ObjectNode over) {
        over.properties().forEach(field -> {
            JsonNode there = under.get(field.getKey());
            boolean merge = there instanceof ObjectNode && field.getValue() instanceof ObjectNode
                    && !(isPart(field.getKey()) && anotherPart(there, field.getValue()));
            under.set(field.getKey(), merge ? merge((ObjectNode) there, (ObjectNode) field.getValue()) : field.getValue());
        });
        return under;
    }

    private static ObjectNode merge(ObjectNode under, ObjectNode over) {
        over.properties().forEach(field -> under.set(field.getKey(),
                under.get(field.getKey()) instanceof ObjectNode there && field.getValue() instanceof ObjectNode value
                        ? merge(there, value) : field.getValue()));
        return under;
    }

    private static boolean isPart(String key) {
        return Stream.of(PartKind.values()).anyMatch(kind -> kind.key().equals(key));
    }

    private static boolean anotherPart(JsonNode under, JsonNode over) {
        return over.has("id") && !over.get("id").equals(under.get("id"));
    }
}
