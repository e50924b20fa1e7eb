package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in Python, which docs/TRACKERS.md shows, where there is a Python. */
class PythonExampleTest extends TrackerContract {

    private static final Path SCRIPT = Path.of("../../examples/trackers/patch.py").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;

    @TempDir
    private Path folder;

    @Override
    protected TrackerFactory factory() {
        assumeTrue(isPythonThere(), "python3 isn't here");
        return new ProcessTrackerFactory(new Declaration("patch", "the example", List.of("python3", SCRIPT.toString()), folder,
                new TreeMap<>(), PATIENCE, PATIENCE), () -> folder.resolve("logs"), new RunningTrackers());
    }

    private static boolean isPythonThere() {
        try {
            return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 6))").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Draws noise, the same in each frame, and over it a patch of other noise. */
    private static Image frame(int x, int y, int side) {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        new Random(1).nextBytes(pixels);
        byte[] patch = new byte[side * side * 3];
        new Random(2).nextBytes(patch);
        for (int row = 0; row < side; row++) {
            System.arraycopy(patch, row * side * 3, pixels, ((y + row) * WIDTH + x) * 3, side * 3);
        }
        return new Image(WIDTH, HEIGHT, pixels);
    }

    @Test
    void itFollowsAPatch() {
        try (Tracker tracker = factory().create()) {
            tracker.start(frame(20, 30, 24), new Box(20, 30, 24, 24), "the patch");
            assertEquals(new TrackStep(new Box(25, 28, 24, 24), 1), tracker.next(frame(25, 28, 24)));
            assertEquals(new TrackStep(new Box(37, 17, 24, 24), 1), tracker.next(frame(37, 17, 24)));
        }
    }

    @Test
    void theDocumentShowsIt() throws IOException {
        String script = Files.readString(SCRIPT);
        assertTrue(script.lines().count() <= 40);
        assertTrue(Files.readString(SCRIPT.resolve("../../../docs/TRACKERS.md").normalize()).contains("```python\n" + script + "```\n"));
    }
}
