package glad.bench.run;

import glad.api.Box;
import glad.api.Picture;
import glad.api.data.Sequence;
import glad.experiment.LoadedExperiment;
import glad.media.BoxFollower;
import glad.media.ReferenceTracker;
import glad.runtime.FrameThreads;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import glad.runtime.Stage;
import glad.runtime.TrackStep;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;

/** What an {@link Evaluation} runs: begins with a box, then finds the target in every further frame. */
@ConsumerType
public interface Tracker extends AutoCloseable {

    /** Returns what this tracker is told about a sequence's target: the sentence as written, unless it says otherwise. */
    default String words(Sequence sequence) {
        return sequence.sentence();
    }

    /** Begins with a target; what was tracked before is forgotten. See {@link Session#start}. */
    TrackStep start(Picture frame, Box box, String sentence);

    /** Finds the target in the next frame. */
    TrackStep next(Picture frame);

    /**
     * Goes on from a place in the frame seen last, or in a later one: the next search begins there.
     *
     * @throws UnsupportedOperationException if this tracker remembers more of the frames before than its last box
     */
    default void correct(Box known) {
        throw new UnsupportedOperationException("this tracker can't go on from a box");
    }

    /** Tells whether a part of the last start was read from a cache, so that its time says nothing. */
    default boolean startedFromCache() {
        return false;
    }

    /** Releases what the tracker keeps. */
    @Override
    void close();

    /** Returns a new session of an experiment as a tracker that is told of sentences what the experiment says; closing it ends the session. */
    static Tracker of(LoadedExperiment loaded) {
        return of(loaded.session(), loaded.experiment().sentence()::of);
    }

    /** Returns a new session as a tracker, see {@link #of(LoadedExperiment)} and {@link LoadedExperiment#session(FrameThreads)}. */
    static Tracker of(LoadedExperiment loaded, FrameThreads threads) {
        return of(loaded.session(threads), loaded.experiment().sentence()::of);
    }

    /** Returns a new session of a batch as a tracker, see {@link #of(LoadedExperiment)}. */
    static Tracker of(LoadedExperiment loaded, SessionBatch batch) {
        return of(batch.open(loaded.experiment().seed()), loaded.experiment().sentence()::of);
    }

    /**
     * Returns a composed model's session as a tracker; closing it closes the session.
     *
     * @param words what the session is told about a sequence
     */
    static Tracker of(Session session, Function<Sequence, String> words) {
        return new Tracker() {
            @Override
            public String words(Sequence sequence) {
                return words.apply(sequence);
            }

            @Override
            public TrackStep start(Picture frame, Box box, String sentence) {
                return session.start(frame, box, sentence);
            }

            @Override
            public TrackStep next(Picture frame) {
                return session.next(frame);
            }

            @Override
            public void correct(Box known) {
                session.correct(known);
            }

            @Override
            public boolean startedFromCache() {
                return session.times().count(Stage.CACHE) > 0;
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    /** Returns a tracker to compare with; it reads no sentence and its confidence is NaN. */
    static Tracker of(ReferenceTracker reference) {
        return new Tracker() {
            private BoxFollower follower;

            @Override
            public TrackStep start(Picture frame, Box box, String sentence) {
                close();
                follower = reference.start(frame, box);
                return new TrackStep(box, Double.NaN);
            }

            @Override
            public TrackStep next(Picture frame) {
                return new TrackStep(follower.next(frame), Double.NaN);
            }

            @Override
            public void close() {
                if (follower != null) {
                    follower.close();
                    follower = null;
                }
            }
        };
    }
}
