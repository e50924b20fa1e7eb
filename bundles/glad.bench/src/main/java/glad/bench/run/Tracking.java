package glad.bench.run;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.bench.run.internal.FramesAhead;
import glad.media.SteadyFrames;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The one frame loop: a tracker follows one target through a video, whether a program, a user's video or an evaluation asks for it.
 * Frames are read a few ahead, in a thread of their own.
 *
 * <pre>{@code
 * Tracking tracking = Tracking.begin(frames, tracker, box, Sentences.of("the white bird"));
 * boolean ended = tracking.run(() -> false, (index, frame, step, seconds) -> System.out.println(step.box()));
 * }</pre>
 *
 * For one run, in one thread.
 */
public final class Tracking {

    private final Frames frames;
    private final Tracker tracker;
    private final Sentences sentences;
    private final Image frame;
    private final TrackStep first;
    private final double seconds;
    private long nanos;
    private long tracked = 1;
    private String told;

    private Tracking(Frames frames, Tracker tracker, Sentences sentences, Image frame, TrackStep first, long nanos) {
        this.frames = frames;
        this.tracker = tracker;
        this.sentences = sentences;
        told = sentences.first();
        this.frame = frame;
        this.first = first;
        this.nanos = nanos;
        seconds = tracker.startedFromCache() ? Double.NaN : nanos / 1e9;
    }

    /** Is told of frames. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /**
         * Gets a frame in which the target was looked for.
         *
         * @param index 0 is the first
         * @param seconds of tracking, reading of a new sentence included, without reading the frame; NaN if a part of it came from a cache
         */
        void found(int index, Image frame, TrackStep step, double seconds) throws IOException;

        /** Gets a frame of those that were tracked before, see {@link Tracking#goOn}. */
        default void again(int index, Image frame) throws IOException {}

        /**
         * Hears of a frame that can't be read. What returns goes on with the next one, as if nothing had been between.
         *
         * @throws IOException the problem itself, unless it is dealt with
         */
        default void unreadable(int index, IOException problem) throws IOException {
            throw problem;
        }
    }

    /**
     * Begins in the first frame.
     *
     * @param frames the video; one size, as its first frame's, is asked of all; closed by the caller, behind the run
     * @param tracker finds the target; closed by the caller
     * @param box the target in the first frame, pixels
     * @param sentences what the tracker is told: the first now, each other one before the first frame tracked for which it is in force
     * @throws glad.api.GladException (usage) if the box can't be one
     * @throws IOException if the first frame can't be read
     */
    public static Tracking begin(Frames frames, Tracker tracker, Box box, Sentences sentences) throws IOException {
        Frames steady = new SteadyFrames(frames);
        Image frame = steady.frame(0);
        long moment = System.nanoTime();
        TrackStep first = tracker.start(frame, box, sentences.first());
        return new Tracking(steady, tracker, sentences, frame, first, System.nanoTime() - moment);
    }

    /** Returns what the tracker said of the first frame. */
    public TrackStep first() {
        return first;
    }

    /**
     * Tracks through all frames.
     *
     * @param stop asked before each frame whether to return; so does interrupting the thread, whose flag is cleared
     * @param listener told of frames, the first included
     * @return whether it came to the end
     * @throws IOException if a frame can't be read or the listener fails
     */
    public boolean run(BooleanSupplier stop, Listener listener) throws IOException {
        listener.found(0, frame, first, seconds);
        return loop(1, 1, false, stop, listener);
    }

    /**
     * Goes on with a track that was begun in the same way and given up; gives the boxes that one undisturbed run gives. A tracker that
     * {@linkplain Tracker#remembers remembers} more than the last box sees the frames before once more.
     *
     * @param before how many frames it has
     * @param last the box in the last of these, pixels
     * @param again whether the listener is shown these frames again
     * @param stop as for {@link #run}
     * @param listener told of the frames behind
     * @return whether it came to the end
     * @throws IOException if a frame can't be read or the listener fails
     * @throws UnsupportedOperationException if the tracker can't {@linkplain Tracker#correct go on} from a box
     */
    public boolean goOn(int before, Box last, boolean again, BooleanSupplier stop, Listener listener) throws IOException {
        if (tracker.remembers()) {
            return loop(again ? 0 : 1, before, again, stop, listener);
        }
        tracker.correct(last);
        return loop(again ? 0 : before, before, again, stop, listener);
    }

    private boolean loop(int from, int before, boolean again, BooleanSupplier stop, Listener listener) throws IOException {
        try (FramesAhead ahead = new FramesAhead(frames, from)) {
            for (int i = from; i < frames.count(); i++) {
                if (Thread.interrupted() || stop.getAsBoolean()) {
                    return false;
                }
                Image next;
                try {
                    next = ahead.next();
                } catch (IOException e) {
                    if (Thread.interrupted()) { // an interrupted read fails too
                        return false;
                    }
                    if (i >= before || again) {
                        listener.unreadable(i, e);
                    }
                    continue;
                }
                if (i < before) {
                    if (i > 0 && tracker.remembers()) {
                        tell(i);
                        tracker.next(next);
                    }
                    if (again) {
                        listener.again(i, next);
                    }
                    continue;
                }
                long moment = System.nanoTime();
                tell(i);
                TrackStep step = tracker.next(next);
                long taken = System.nanoTime() - moment;
                nanos += taken;
                tracked++;
                listener.found(i, next, step, taken / 1e9);
            }
        }
        return !Thread.interrupted();
    }

    private void tell(int index) {
        String sentence = sentences.at(index);
        if (!sentence.equals(told)) {
            tracker.tell(sentence);
            told = sentence;
        }
    }

    /** Returns the frames tracked per second, without reading them. */
    public double framesPerSecond() {
        return 1e9 * tracked / nanos;
    }
}
