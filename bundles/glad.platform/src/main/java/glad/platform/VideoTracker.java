package glad.platform;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A tracker in memory. It follows one target after the other, through a whole video or image by image, and is for one thread at a time.
 */
@ProviderType
public interface VideoTracker extends AutoCloseable {

    /**
     * Follows a target through a video.
     *
     * @param input a video file, a folder of images or a zip archive of images
     * @param box the target in the first frame, pixels
     * @param sentence words about it; empty means no language
     * @param listener is handed each box as soon as it is found, that of the first frame included
     * @return the boxes of all frames
     * @throws GladException if the input or a frame can't be read, the box can't be one, or the thread is interrupted
     */
    List<TrackedBox> track(Path input, Box box, String sentence, Consumer<TrackedBox> listener);

    /**
     * Begins with a target; what was tracked before is forgotten.
     *
     * @param image the first frame
     * @param box the target in it, pixels
     * @param sentence words about it; empty means no language
     * @throws GladException (usage) if the box can't be one
     */
    TrackedBox start(Image image, Box box, String sentence);

    /**
     * Finds the target in the next frame.
     *
     * @param image of the first frame's size
     * @throws IllegalStateException before {@link #start}
     */
    TrackedBox next(Image image);

    /**
     * Says other words about the target, which apply from the next frame on.
     *
     * @throws IllegalStateException before {@link #start}
     */
    void tell(String sentence);

    /** Gives the memory back. */
    @Override
    void close();
}
