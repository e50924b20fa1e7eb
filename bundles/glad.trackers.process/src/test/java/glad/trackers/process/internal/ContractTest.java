package glad.trackers.process.internal;

import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The contract of trackers, held by a program. */
class ContractTest extends TrackerContract {

    @TempDir
    private Path folder;

    @Override
    protected TrackerFactory factory() {
        return new ProcessTrackerFactory(Peer.declared("good", folder, Duration.ofSeconds(20)), () -> folder.resolve("logs"),
                new RunningTrackers());
    }
}
