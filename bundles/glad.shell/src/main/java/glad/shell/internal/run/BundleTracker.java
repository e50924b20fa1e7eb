package glad.shell.internal.run;

import glad.api.GladException;
import glad.api.Names;
import glad.api.track.TrackerFactory;
import glad.experiment.Experiments;
import glad.runtime.Registry;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells trackers of bundles and of {@code trackers.yaml} from experiments. */
final class BundleTracker {

    private BundleTracker() {}

    /**
     * Returns a bundle's tracker; nothing if the name is an experiment's or a file's.
     *
     * @throws GladException (usage) if it is neither's, or both an experiment's and a tracker's
     */
    static Optional<Registry.Entry<TrackerFactory>> find(String name, Experiments experiments, Registry<TrackerFactory> trackers) {
        boolean tracker = trackers.ids().contains(name);
        if (name.endsWith(".yaml") || experiments.names().contains(name)) {
            if (tracker) {
                throw GladException.usage("\"" + name + "\" is an experiment and a tracker of bundle " + trackers.find(name).provider()
                        + "; give one of them another name (./glad experiments and trackers.yaml list them)");
            }
            return Optional.empty();
        }
        if (!tracker) {
            throw GladException.usage(Names.unknown("experiment or tracker", name,
                    Stream.concat(experiments.names().stream(), trackers.ids().stream()).toList()));
        }
        return Optional.of(trackers.find(name));
    }
}
