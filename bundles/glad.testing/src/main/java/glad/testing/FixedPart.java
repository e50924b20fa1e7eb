package glad.testing;

import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Part;
import java.util.List;

/** A test's own part without parameters, which computes the same in every mode and holds nothing. */
public interface FixedPart extends Part {

    @Override
    default List<Parameter> parameters() {
        return List.of();
    }

    @Override
    default void mode(Mode mode) {
        // Nothing differs.
    }

    @Override
    default void close() {
        // There is nothing to free.
    }
}
