package glad.trackers.process.internal;

import glad.api.GladException;
import glad.api.model.PartFactory;
import glad.api.track.TrackerFactory;
import glad.runtime.Settings;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the trackers that the user's {@code trackers.yaml} names, as it is when GLAD starts. Ends with what they have started. */
@Component(service = ProcessTrackers.class, immediate = true)
public final class ProcessTrackers {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTrackers.class);

    private final RunningTrackers running = new RunningTrackers();
    private final Thread hook = new Thread(running::close, "end of trackers");

    /** Reads the file and offers what it names; a file that can't be read is told in the log. */
    @Activate
    public ProcessTrackers(BundleContext context, @Reference Settings settings) {
        // A command that was asked to stop ends with the process, and no bundle is stopped before.
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Path file = settings.places().trackers();
            TrackersFile.read(file, declaration -> new ProcessTrackerFactory(declaration, () -> settings.cache().resolve("trackers"), running))
                    .forEach((id, factory) -> context.registerService(TrackerFactory.class, factory, new Hashtable<>(Map.of(PartFactory.ID, id))));
        } catch (GladException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Ends every program; the framework withdraws the trackers. */
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
