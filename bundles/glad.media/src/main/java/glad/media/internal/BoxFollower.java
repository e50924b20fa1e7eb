package glad.media.internal;

import glad.api.Box;
import glad.api.Image;

/** Follows one target from frame to frame. */
@FunctionalInterface
interface BoxFollower extends AutoCloseable {

    /** Begins with a target's box in a frame. */
    @FunctionalInterface
    interface Start {
        BoxFollower at(Image frame, Box first);
    }

    /** Returns the target's box in the next frame. */
    Box next(Image frame);

    /** Releases native memory; nothing to release by default. */
    @Override
    default void close() {}
}
