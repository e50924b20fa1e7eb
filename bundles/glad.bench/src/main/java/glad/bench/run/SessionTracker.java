package glad.bench.run;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.SearchView;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import glad.runtime.Stage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A composed model's session as a tracker; closing it closes the session. */
public final class SessionTracker implements Tracker {

    private final Session session;
    private final Function<Sequence, Sentences> words;
    private final List<FrameWatch> watches;

    private SessionTracker(Session session, Function<Sequence, Sentences> words) {
        this(session, words, List.of());
    }

    private SessionTracker(Session session, Function<Sequence, Sentences> words, List<FrameWatch> watches) {
        this.session = session;
        this.words = words;
        this.watches = List.copyOf(watches);
    }

    /** Returns a session as a tracker, see {@link #of(LoadedExperiment)}, that tells what it does. */
    public static Tracker watched(Session session, LoadedExperiment loaded, List<FrameWatch> watches) {
        return new SessionTracker(session, loaded.experiment().sentence()::of, watches);
    }

    /**
     * Returns a new session of an experiment as a tracker, see {@link #of(LoadedExperiment)}.
     *
     * @param watcher is shown what the model saw of each frame behind the first and said of it, before the tracker does
     */
    public static Tracker watched(LoadedExperiment loaded, FrameThreads threads, Consumer<SearchView> watcher) {
        return of(loaded.session(threads, watcher), loaded);
    }

    /** Returns a new session of an experiment as a tracker that is told of sentences what the experiment says; closing it ends the session. */
    public static Tracker of(LoadedExperiment loaded) {
        return of(loaded.session(), loaded);
    }

    /** Returns a new session as a tracker, see {@link #of(LoadedExperiment)} and {@link LoadedExperiment#session(FrameThreads)}. */
    public static Tracker of(LoadedExperiment loaded, FrameThreads threads) {
        return of(loaded.session(threads), loaded);
    }

    /** Returns a session that the caller looks into as a tracker, see {@link #of(LoadedExperiment)}. */
    public static Tracker of(Session session, LoadedExperiment loaded) {
        return new SessionTracker(session, loaded.experiment().sentence()::of);
    }

    /** Returns a new session of a batch as a tracker, see {@link #of(LoadedExperiment)}. */
    public static Tracker of(LoadedExperiment loaded, SessionBatch batch) {
        return of(batch.open(loaded.experiment().seed()), loaded);
    }

    @Override
    public Sentences words(Sequence sequence) {
        watches.forEach(one -> one.sequence(sequence));
        return words.apply(sequence);
    }

    @Override
    public TrackStep start(Image frame, Box box, String sentence) {
        TrackStep step = session.start(frame, box, sentence);
        watches.forEach(one -> one.started(frame, box, sentence));
        return step;
    }

    @Override
    public TrackStep next(Image frame) {
        watches.forEach(one -> one.before(frame));
        TrackStep step = session.next(frame);
        watches.forEach(FrameWatch::after);
        return step;
    }

    @Override
    public void tell(String sentence) {
        session.tell(sentence);
        watches.forEach(one -> one.told(sentence));
    }

    @Override
    public void correct(Box known) {
        session.correct(known);
    }

    @Override
    public boolean remembers() {
        return session.remembers();
    }

    @Override
    public boolean startedFromCache() {
        return session.times().count(Stage.CACHE) > 0;
    }

    @Override
    public void close() {
        session.close();
    }
}
