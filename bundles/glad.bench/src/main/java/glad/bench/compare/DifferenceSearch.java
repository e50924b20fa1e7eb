package glad.bench.compare;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.FrameRange;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.track.Tracker;
import glad.bench.StoredEvaluation;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks for the least that parts two runs of experiments: first the shortest range of frames that ends where they part, then, on it,
 * the fewest keys. Every try tracks anew. A track that begins later begins with the ground truth. For one search.
 */
public final class DifferenceSearch {

    private final StoredEvaluation first;
    private final StoredEvaluation second;
    private final Function<Experiment, LoadedExperiment> models;
    private final Listener listener;
    private int tries;
    private int bound;
    private volatile boolean stopped;

    /** Is told of tries. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /** Hears what is tried next. @param bound about how many tries there will be */
        void next(int tries, int bound, String what);
    }

    /** Two trackers on the same frames, up to where they part. @param boxes of the first one @param overlap of their boxes in the last frame */
    private record Run(int from, int to, List<Box> boxes, double overlap) {}

    /** A try was stopped. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Makes one.
     *
     * @param models makes models, which are closed here
     * @throws GladException (usage) if a run is no experiment's, or their experiments don't differ
     */
    public DifferenceSearch(StoredEvaluation first, StoredEvaluation second, Function<Experiment, LoadedExperiment> models, Listener listener) {
        if (first.experiment().isEmpty() || second.experiment().isEmpty()) {
            throw GladException.usage("\"" + (first.experiment().isEmpty() ? first : second).folder().path()
                    + "\" is the run of a tracker without keys; expected two runs of experiments");
        }
        if (KeyChange.between(first.experiment().get(), second.experiment().get()).isEmpty()) {
            throw GladException.usage("the experiments of \"" + first.folder().path() + "\" and \"" + second.folder().path()
                    + "\" don't differ in any key, so there is none to leave out; ./glad runs diff says what else differs");
        }
        this.first = first;
        this.second = second;
        this.models = models;
        this.listener = listener;
    }

    /** Asks {@link #of} to return soon. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Searches.
     *
     * @param parting where the two runs part in the sequence that is looked at
     * @return empty if it was stopped
     * @throws GladException (failure) if what is installed now doesn't part there, or a frame can't be read
     */
    public Optional<MinimalDifference> of(Parting parting) {
        try {
            return Optional.of(search(parting));
        } catch (Stopped e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(parting, e);
        }
    }

    private static GladException unreadable(Parting parting, IOException e) {
        return GladException.failure("sequence \"" + parting.sequence() + "\" can't be read: " + Reason.of(e)
                + "; ./glad data verify says what is wrong", e);
    }

    private MinimalDifference search(Parting parting) throws IOException {
        Experiment experiment = first.experiment().orElseThrow();
        List<KeyChange> all = KeyChange.between(experiment, second.experiment().orElseThrow());
        int end = parting.apart() ? parting.frame() : parting.differs();
        bound = 2 + 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(end)) + 2 * all.size();
        Run range;
        try (LoadedExperiment one = models.apply(experiment); LoadedExperiment other = models.apply(KeyChange.made(experiment, all))) {
            range = range(parting, one, other, end);
        }
        // Each try loads a model and tracks, and the search asks for some twice.
        Map<List<KeyChange>, Optional<Run>> tried = new HashMap<>(Map.of(all, Optional.of(range)));
        List<KeyChange> needed = FewestChanges.of(all, some -> tried.computeIfAbsent(some, changes -> parts(parting, changes, range)).isPresent());
        Run last = tried.get(needed).orElse(range);
        Sequence sequence = first.plan().told().sequence(parting.sequence());
        return new MinimalDifference(sequence, experiment, KeyChange.made(experiment, needed), needed,
                all.stream().filter(change -> !needed.contains(change)).toList(), last.from(), last.to(), start(sequence, last.from()),
                parting.apart(), last.overlap());
    }

    /** Goes back from the end in steps that double, then halves what is between the last two. */
    private Run range(Parting parting, LoadedExperiment one, LoadedExperiment other, int end) throws IOException {
        Run whole = parts(parting, one, other, 0, end).orElseThrow(() -> GladException.failure("what is installed now doesn't part in sequence \""
                + parting.sequence() + "\" as the runs did up to frame " + end + "; ./glad runs rerun says what has changed since"));
        Run best = whole;
        int fails = end;
        for (int step = 1; step < end && best == whole; step *= 2) {
            Optional<Run> run = parts(parting, one, other, end - step, end);
            fails = run.isPresent() ? fails : end - step;
            best = run.orElse(best);
        }
        while (fails - best.from() > 1) {
            int middle = (best.from() + fails) / 2;
            Optional<Run> run = parts(parting, one, other, middle, best.to());
            fails = run.isPresent() ? fails : middle;
            best = run.orElse(best);
        }
        return best;
    }

    private Optional<Run> parts(Parting parting, LoadedExperiment one, LoadedExperiment other, int from, int to) throws IOException {
        tell("frames " + from + " to " + to + " of " + parting.sequence());
        Sequence sequence = first.plan().told().sequence(parting.sequence());
        if (from >= to || !start(sequence, from).isValid()) {
            return Optional.empty();
        }
        return where(parting, track(one, sequence.name(), from, to), track(other, sequence.name(), from, to), from);
    }

    private Optional<Run> parts(Parting parting, List<KeyChange> changes, Run range) {
        tell(changes.size() + " changed key" + (changes.size() == 1 ? "" : "s"));
        try (LoadedExperiment changed = models.apply(KeyChange.made(first.experiment().orElseThrow(), changes))) {
            return where(parting, range.boxes(), track(changed, parting.sequence(), range.from(), range.to()), range.from());
        } catch (GladException e) {
            return Optional.empty(); // these changes don't go together
        } catch (IOException e) {
            throw unreadable(parting, e);
        }
    }

    private static Optional<Run> where(Parting parting, List<Box> one, List<Box> other, int from) {
        for (int i = 1; i < one.size(); i++) {
            double overlap = one.get(i).iou(other.get(i));
            if (parting.apart() ? overlap < Parting.APART : !one.get(i).equals(other.get(i))) {
                return Optional.of(new Run(from, from + i, one.subList(0, i + 1), overlap));
            }
        }
        return Optional.empty();
    }

    private List<Box> track(LoadedExperiment model, String name, int from, int to) throws IOException {
        Sequence sequence = model.experiment().sentence().of(first.plan().told()).sequence(name);
        List<Box> boxes = new ArrayList<>();
        try (Frames frames = new FrameRange(sequence.open(), from, to - from + 1); Tracker tracker = SessionTracker.of(model)) {
            boolean ended = Tracking.begin(frames, tracker, start(sequence, from), sequence.sentences().from(from))
                    .run(() -> stopped, (index, frame, step, seconds) -> boxes.add(step.box()));
            if (!ended) {
                throw new Stopped();
            }
            return boxes;
        }
    }

    private static Box start(Sequence sequence, int from) {
        return from == 0 ? sequence.initialBox() : sequence.boxes().get(from);
    }

    private void tell(String what) {
        if (stopped) {
            throw new Stopped();
        }
        tries++;
        bound = Math.max(bound, tries);
        listener.next(tries, bound, what);
    }
}
