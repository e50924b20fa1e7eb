package glad.api.track;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Begins with a box, then finds the target in every further frame. Used by one thread.
 *
 * <pre>{@code
 * try (Tracker tracker = factory.create()) {
 *     tracker.start(frames.frame(0), box, "the white bird");
 *     for (int i = 1; i < frames.count(); i++) {
 *         Box found = tracker.next(frames.frame(i)).box();
 *     }
 * }
 * }</pre>
 */
@ConsumerType
public interface Tracker extends AutoCloseable {

    /** Returns what this tracker is told about a sequence's target: the sentences as written, unless it says otherwise. */
    default Sentences words(Sequence sequence) {
        return sequence.sentences();
    }

    /**
     * Begins with a target; what was tracked before is forgotten.
     *
     * @param box the target in the frame, pixels
     * @param sentence about the target; empty for none
     */
    TrackStep start(Image frame, Box box, String sentence);

    /** Finds the target in the next frame. */
    TrackStep next(Image frame);

    /**
     * Hears another sentence about the same target, which applies from the next frame on.
     *
     * @param sentence empty for none
     * @throws UnsupportedOperationException if this tracker reads a sentence in the first frame only
     */
    default void tell(String sentence) {
        throw new UnsupportedOperationException("this tracker can't be told another sentence while it tracks; give it sequences whose"
                + " sentence doesn't change");
    }

    /**
     * Goes on from a place in the frame seen last, or in a later one: the next search begins there.
     *
     * @throws UnsupportedOperationException if this tracker remembers more of the frames before than its last box
     */
    default void correct(Box known) {
        throw new UnsupportedOperationException("this tracker can't go on from a box");
    }

    /**
     * Tells whether frames decide more of what this tracker finds later than the box that it found last: to go on where a track was given
     * up, such a tracker has to see all of its frames again.
     */
    default boolean remembers() {
        return false;
    }

    /** Tells whether a part of the last start was read from a cache, so that its time says nothing. */
    default boolean startedFromCache() {
        return false;
    }

    /** Releases what the tracker keeps. */
    @Override
    void close();
}
