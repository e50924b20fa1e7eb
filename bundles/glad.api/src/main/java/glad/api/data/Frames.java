package glad.api.data;

import glad.api.Image;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** The frames of a sequence, read on demand; safe for use by one thread at a time. */
@ConsumerType
public interface Frames extends AutoCloseable {

    /** Returns the number of frames. */
    int count();

    /** Returns how many more images are there that don't belong to the sequence, because it has no boxes for them. */
    default int spare() {
        return 0;
    }

    /**
     * Reads a frame. Reading in rising order is fast for every kind of source.
     *
     * @param index 0-based
     * @throws IOException naming the frame and the cause if it can't be read
     */
    Image frame(int index) throws IOException;

    @Override
    void close() throws IOException;
}
