package glad.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;

/**
 * What was found in one frame.
 *
 * @param box in pixels; the one before if the frame couldn't be read
 * @param confidence in [0, 1]; NaN if the frame couldn't be read
 * @param problem why the frame couldn't be read; empty if it could
 */
public record TrackedFrame(Box box, double confidence, String problem) {

    /** Returns {@code box}, {@code confidence} and, if there is one, {@code problem}; NaN is null. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("box").add(box.x()).add(box.y()).add(box.w()).add(box.h());
        if (Double.isNaN(confidence)) {
            node.putNull("confidence");
        } else {
            node.put("confidence", confidence);
        }
        if (!problem.isEmpty()) {
            node.put("problem", problem);
        }
        return node;
    }

    /** Reads what {@link #json} gave, bit for bit. @throws IllegalArgumentException if it isn't that */
    static TrackedFrame of(JsonNode node) {
        JsonNode box = node.path("box");
        JsonNode confidence = node.path("confidence");
        if (box.size() != 4 || !box.get(0).isNumber() || !box.get(1).isNumber() || !box.get(2).isNumber()
                || !box.get(3).isNumber() || !confidence.isNumber() && !confidence.isNull()) {
            throw new IllegalArgumentException("no frame: " + node);
        }
        return new TrackedFrame(new Box(box.get(0).doubleValue(), box.get(1).doubleValue(), box.get(2).doubleValue(),
                box.get(3).doubleValue()), confidence.isNull() ? Double.NaN : confidence.doubleValue(),
                node.path("problem").asText(""));
    }
}
