package glad.experiment;

import glad.experiment.run.Provenance;
import glad.experiment.run.RunFolder;
import glad.experiment.run.Tracker;
import glad.nn.numbers.Verdict;
import glad.runtime.FrameThreads;
import glad.runtime.Model;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An experiment with its model in memory.
 *
 * @param experiment what it was made from
 * @param model composed and filled; closed with this
 * @param numbers what the known-answer test says of the native library; empty if it wasn't asked
 * @param weights SHA-256 of every weight file, by reference; empty if the parameters are initial (seeded random) ones
 * @param switchedOff keys of the parts that are left out although the weights were trained with them, such as {@code diffusion}
 */
public record LoadedExperiment(Experiment experiment, Model model, Optional<Verdict> numbers, Map<String, String> weights,
        List<String> switchedOff) implements AutoCloseable {

    /** Copies map and list. */
    public LoadedExperiment {
        weights = Map.copyOf(weights);
        switchedOff = List.copyOf(switchedOff);
    }

    /** Returns a new session, which the caller closes. */
    public Session session() {
        return new Session(model, experiment.tracker(), experiment.seed());
    }

    /**
     * Returns a new session that decides how many threads its frames are computed on; the caller closes it.
     *
     * @param threads serves no other session while this one tracks; of no account on a GPU
     */
    public Session session(FrameThreads threads) {
        return model.placement().device().isGpu() ? session() : new Session(model, experiment.tracker(), experiment.seed(), threads);
    }

    /** Returns a new session as a tracker that is told of sentences what the experiment says. Closing it ends the session. */
    public Tracker tracker() {
        return Tracker.of(session(), experiment.sentence()::of);
    }

    /** Returns a new session as a tracker, see {@link #tracker()} and {@link #session(FrameThreads)}. */
    public Tracker tracker(FrameThreads threads) {
        return Tracker.of(session(threads), experiment.sentence()::of);
    }

    /** Returns an empty batch of sessions, which the caller closes after them. */
    public SessionBatch batch() {
        return new SessionBatch(model, experiment.tracker());
    }

    /** Returns a new session of a batch as a tracker, see {@link #tracker()}. */
    public Tracker tracker(SessionBatch batch) {
        return Tracker.of(batch.open(experiment.seed()), experiment.sentence()::of);
    }

    /** Returns where results of a run that begins now come from. */
    public Provenance provenance(String command) {
        return Provenance.now(command, experiment.name(), model.placement(), numbers, weights);
    }

    /**
     * Returns all that decides what the tracker does: the experiment's keys, the weights' hashes, the precision, the kind of
     * device (not which one of that kind), and the bundles' code.
     *
     * @param provenance of the run, which holds the bundles' hashes: they are costly, so they are taken once
     */
    public SortedMap<String, String> content(Provenance provenance) {
        SortedMap<String, String> content = new TreeMap<>(experiment.content());
        weights.forEach((reference, hash) -> content.put("weights " + reference, hash));
        content.put("device", model.placement().device().getDeviceType());
        content.put("precision", provenance.precision());
        if (!switchedOff.isEmpty()) {
            content.put(RunFolder.NOT_RETRAINED, String.join(", ", switchedOff));
        }
        provenance.bundles().forEach((bundle, version) -> content.put(RunFolder.BUNDLE + bundle, version));
        return content;
    }

    @Override
    public void close() {
        model.close();
    }
}
