package glad.experiment;

import glad.experiment.run.ContentHash;
import glad.experiment.run.Provenance;
import glad.experiment.run.Tracker;
import glad.runtime.Model;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import java.util.Map;
import java.util.TreeMap;

/**
 * An experiment with its model in memory.
 *
 * @param experiment what it was made from
 * @param model composed and filled; closed with this
 * @param weights SHA-256 of every weight file, by reference; empty if the parameters are initial (seeded random) ones
 */
public record LoadedExperiment(Experiment experiment, Model model, Map<String, String> weights) implements AutoCloseable {

    /** Copies the map. */
    public LoadedExperiment {
        weights = Map.copyOf(weights);
    }

    /** Returns a new session, which the caller closes. */
    public Session session() {
        return new Session(model, experiment.tracker(), experiment.seed());
    }

    /** Returns a new session as a tracker that is told of sentences what the experiment says. Closing it ends the session. */
    public Tracker tracker() {
        return Tracker.of(session(), experiment.sentence()::of);
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
        return Provenance.now(command, experiment.name(), model.placement(), weights);
    }

    /**
     * Returns the hash of all that decides what the tracker does, the bundles' code included.
     *
     * @param provenance of the run, which holds the bundles' hashes: they are costly, so they are taken once
     */
    public String contentHash(Provenance provenance) {
        Placement placement = model.placement();
        return ContentHash.of(experiment.contentHash(), new TreeMap<>(weights).toString(), placement.device().toString(),
                placement.precision().name(), new TreeMap<>(provenance.bundles()).toString());
    }

    @Override
    public void close() {
        model.close();
    }
}
