package glad.shell.internal.run;

import glad.api.GladException;
import glad.api.Names;
import glad.api.track.TrackerFactory;
import glad.experiment.Experiments;
import glad.runtime.Registry;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells trackers of bundles from experiments, which hide those of the same name. */
final class BundleTracker {

    private BundleTracker() {}

    /**
     * Returns a bundle's tracker; nothing if the name is an experiment's or a file's.
     *
     * @throws GladException (usage) if it is neither's
     */
    static Optional<Registry.Entry<TrackerFactory>> find(String name, Experiments experiments, Registry<TrackerFactory> trackers) {
        if (name.endsWith(".yaml") || experiments.names().contains(name)) {
            return Optional.empty();
        }
        if (!trackers.ids().contains(name)) {
            throw GladException.usage(Names.unknown("experiment or tracker", name,
                    Stream.concat(experiments.names().stream(), trackers.ids().stream()).toList()));
        }
        return Optional.of(trackers.find(name));
    }
}
