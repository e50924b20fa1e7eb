package glad.trackers.process.internal;

import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Makes the trackers of one declaration.
 *
 * @param declaration what to start
 * @param logs the folder for the error outputs
 * @param running keeps account of what has been started
 */
record ProcessTrackerFactory(Declaration declaration, Supplier<Path> logs, RunningTrackers running) implements TrackerFactory {

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public SortedMap<String, String> content() {
        return declaration.content();
    }

    @Override
    public Tracker create() {
        return new ProcessTracker(declaration, logs.get(), running);
    }
}
