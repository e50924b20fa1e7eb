package glad.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Names one part of a model.
 *
 * @param id the id of its factory, for example {@code mae-vit-base}
 * @param options values for the factory's options; absent keys take the factory's defaults. A key {@code id} is ignored
 */
public record PartSpec(String id, ObjectNode options) {

    /** Keeps its own copy of the options. */
    public PartSpec {
        options = options == null ? JsonNodeFactory.instance.objectNode() : options.deepCopy();
    }

    /** Returns a part with the factory's defaults. */
    public static PartSpec of(String id) {
        return new PartSpec(id, null);
    }
}
