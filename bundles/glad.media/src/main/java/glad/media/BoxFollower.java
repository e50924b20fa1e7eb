package glad.media;

import glad.api.Box;
import glad.api.Picture;
import org.osgi.annotation.versioning.ProviderType;

/** Follows one target from frame to frame. */
@FunctionalInterface
@ProviderType
public interface BoxFollower extends AutoCloseable {

    /** Returns the target's box in the next frame. */
    Box next(Picture frame);

    /** Releases native memory; nothing to release by default. */
    @Override
    default void close() {}
}
