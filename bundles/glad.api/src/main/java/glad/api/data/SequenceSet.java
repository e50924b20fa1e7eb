package glad.api.data;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** The sequences of an opened dataset. Safe for use by several threads. */
@ConsumerType
public interface SequenceSet {

    /** Returns the names in the dataset's own order, those of its official list that aren't there included. */
    List<String> names();

    /**
     * Tells whether something is there for one of the {@link #names}, without reading it.
     *
     * @param name one of them
     */
    default boolean has(String name) {
        return true;
    }

    /**
     * Tells whether the images of one of the {@link #names} are there too, and not its annotation alone, without reading
     * them.
     *
     * @param name one of them
     */
    default boolean hasFrames(String name) {
        return has(name);
    }

    /**
     * Returns a sequence (its annotations are read now; its frames needn't be there until they are opened).
     *
     * @throws glad.api.GladException if the name is unknown or its annotations are damaged
     */
    Sequence sequence(String name);
}
