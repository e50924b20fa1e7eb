package glad.none.internal;

import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Part;
import java.util.List;

/** What stands for a part that a tracker is without: it has no parameters and holds nothing. */
abstract class NoPart implements Part {

    @Override
    public final List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public final void mode(Mode mode) {
        // Nothing differs between training and inference.
    }

    @Override
    public final void close() {
        // Nothing is held.
    }
}
