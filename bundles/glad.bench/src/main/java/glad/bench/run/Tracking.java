package glad.bench.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.media.SteadyFrames;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tracks one target through a video into a folder, from its beginning or from where the folder's track ends; both give the same
 * boxes. A frame that can't be read repeats the box before and says why. Interrupting the thread, or {@link #stop}, ends it
 * between two frames.
 */
public final class Tracking {

    private final Frames frames;
    private final Tracker tracker;
    private final TrackStep first;
    private long nanos;
    private long tracked = 1;
    private volatile boolean stopped;

    private Tracking(Frames frames, Tracker tracker, TrackStep first, long nanos) {
        this.frames = frames;
        this.tracker = tracker;
        this.first = first;
        this.nanos = nanos;
    }

    /** Is told of frames. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /**
         * Gets a frame in which the target was looked for.
         *
         * @param index 0 is the first
         */
        void found(int index, Image frame, TrackedFrame found) throws IOException;
    }

    /**
     * Begins in the first frame.
     *
     * @param frames the video; one size, as its first frame's, is asked of all
     * @param tracker finds the target
     * @param box the target in the first frame, pixels
     * @param sentence what the tracker is told
     * @throws GladException (usage) if the box can't be one; (failure) if the first frame can't be read
     */
    public static Tracking begin(Frames frames, Tracker tracker, Box box, String sentence) {
        Frames steady = new SteadyFrames(frames);
        try {
            Image frame = steady.frame(0);
            long moment = System.nanoTime();
            TrackStep first = tracker.start(frame, box, sentence);
            return new Tracking(steady, tracker, first, System.nanoTime() - moment);
        } catch (IOException e) {
            throw GladException.failure("the first frame can't be read: " + Reason.of(e), e);
        }
    }

    /** Asks {@link #run} to return after the current frame. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Tracks the frames that a folder lacks.
     *
     * @param folder gets them
     * @param all whether the listener is told of those that were tracked before as well
     * @param listener told of frames
     * @return whether it came to the end
     * @throws IOException if the listener fails
     * @throws GladException if the folder can't be written, or the tracker fails; the frames before are kept
     */
    public boolean run(TrackFolder folder, boolean all, Listener listener) throws IOException {
        if (folder.frames().isEmpty()) {
            folder.add(new TrackedFrame(first.box(), first.confidence(), ""));
        }
        int before = folder.frames().size();
        tracker.correct(folder.last().box());
        for (int i = all ? 0 : before; i < frames.count() && !stopped; i++) {
            Image frame;
            try {
                frame = frames.frame(i);
            } catch (IOException e) {
                if (Thread.interrupted()) { // an interrupted read fails too
                    stop();
                } else if (i >= before) {
                    folder.add(new TrackedFrame(folder.last().box(), Double.NaN, Reason.of(e)));
                }
                continue;
            }
            if (i >= before) {
                long moment = System.nanoTime();
                TrackStep step = tracker.next(frame);
                nanos += System.nanoTime() - moment;
                tracked++;
                folder.add(new TrackedFrame(step.box(), step.confidence(), ""));
            }
            listener.found(i, frame, folder.frames().get(i));
            stopped |= Thread.interrupted();
        }
        return !stopped;
    }

    /** Returns the frames tracked per second, without reading them. */
    public double framesPerSecond() {
        return 1e9 * tracked / nanos;
    }
}
