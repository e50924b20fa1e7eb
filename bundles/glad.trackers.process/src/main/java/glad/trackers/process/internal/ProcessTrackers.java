package glad.trackers.process.internal;

import glad.api.track.TrackerFactory;
import glad.runtime.Settings;
import glad.trackers.Entry;
import glad.trackers.TrackerKind;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trackers that are programs of their own. Ends with what they have started. */
@Component(service = TrackerKind.class)
public final class ProcessTrackers implements TrackerKind {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTrackers.class);

    private final RunningTrackers running = new RunningTrackers();
    private final Thread hook = new Thread(running::close, "end of trackers");
    private final Supplier<Path> logs;

    /** Keeps their error outputs in the user's folder for caches. */
    @Activate
    public ProcessTrackers(@Reference Settings settings) {
        logs = () -> settings.cache().resolve("trackers");
        // A command that was asked to stop ends with the process, and no bundle is stopped before.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public String key() {
        return Declaration.COMMAND;
    }

    @Override
    public TrackerFactory of(Entry entry) {
        return new ProcessTrackerFactory(Declaration.read(entry), logs, running);
    }

    /** Ends every program. */
    @Deactivate
    void end() {
        running.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending", e); // which runs the hook
        }
    }
}
