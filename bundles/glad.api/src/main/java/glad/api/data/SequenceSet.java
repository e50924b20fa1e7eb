package glad.api.data;

import java.util.List;

/** The sequences of an opened dataset. */
public interface SequenceSet {

    /** Returns the names in the dataset's own order. */
    List<String> names();

    /**
     * Returns a sequence (its annotations are read now, its frames later).
     *
     * @throws glad.api.GladException if the name is unknown or its annotations are damaged
     */
    Sequence sequence(String name);
}
