package glad.trackers.onnx.internal;

import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of trackers, held by one of three models. */
class ContractTest extends TrackerContract {

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        OwnModels.split(folder);
    }

    @Override
    protected TrackerFactory factory() {
        return new OnnxTrackerFactory("split", "the test's own", folder.resolve("split.yaml"), 1);
    }
}
