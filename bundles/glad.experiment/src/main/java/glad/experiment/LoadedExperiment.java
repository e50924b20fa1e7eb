package glad.experiment;

import glad.nn.numbers.Verdict;
import glad.runtime.FeatureStore;
import glad.runtime.FrameThreads;
import glad.runtime.Model;
import glad.runtime.SearchView;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** Returns this experiment with a model that {@linkplain Model#caching caches} its diffusion features; close one of them. */
    public LoadedExperiment caching(FeatureStore store) {
        return new LoadedExperiment(experiment, model.caching(store), numbers, weights, switchedOff);
    }

    /** Returns this as it is {@linkplain Experiment#on on a dataset}, with the same model; close one of them. */
    public LoadedExperiment on(String dataset) {
        return new LoadedExperiment(experiment.on(dataset), model, numbers, weights, switchedOff);
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

    /**
     * Returns a new session that somebody watches, see {@link #session(FrameThreads)} and
     * {@link Session#Session(Model, glad.runtime.TrackerSettings, long, FrameThreads, Consumer)}.
     */
    public Session session(FrameThreads threads, Consumer<SearchView> watcher) {
        return new Session(model, experiment.tracker(), experiment.seed(), model.placement().device().isGpu() ? FrameThreads.unchanged() : threads, watcher);
    }

    /** Returns an empty batch of sessions, which the caller closes after them. */
    public SessionBatch batch() {
        return new SessionBatch(model, experiment.tracker());
    }

    @Override
    public void close() {
        model.close();
    }
}
