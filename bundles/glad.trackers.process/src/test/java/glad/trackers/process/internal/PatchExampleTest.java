package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both examples have to do: they are one tracker. */
abstract class PatchExampleTest extends TrackerContract {

    /** Where they lie. */
    static final Path EXAMPLES = Path.of("../../examples/trackers").toAbsolutePath().normalize();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;

    @TempDir
    private Path folder;

    /** Returns what starts the example. */
    abstract List<String> command();

    @Override
    protected final TrackerFactory factory() {
        return new ProcessTrackerFactory(new Declaration("patch", "the example", command(), Protocol.JSON_LINES, Transport.PIPES, folder, new TreeMap<>(), PATIENCE, PATIENCE),
                () -> folder.resolve("logs"), new RunningTrackers());
    }

    /** Skips a test where a program can't be had. */
    static void assumeSuccess(String... command) {
        try {
            assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, () -> String.join(" ", command) + " fails here");
        } catch (IOException e) {
            assumeTrue(false, command[0] + " isn't here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
}
