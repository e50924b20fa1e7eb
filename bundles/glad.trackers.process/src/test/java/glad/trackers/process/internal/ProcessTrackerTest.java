package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tracker that is a program of its own is asked, and what becomes of it when it doesn't answer as it should. */
class ProcessTrackerTest {

    private static final Image IMAGE = new Image(6, 4, new byte[6 * 4 * 3]);
    private static final Box BOX = new Box(1, 1.5, 3, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final RunningTrackers running = new RunningTrackers();

    private Tracker tracker(String behaviour, Duration frame) throws IOException {
        Path place = Files.createDirectories(folder.resolve("place"));
        return new ProcessTrackerFactory(Peer.declared(behaviour, place, frame), () -> folder.resolve("logs"), running).create();
    }

    private ProcessHandle process() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("place/peer.pid")).split(" ")[0]);
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
    }

    private void assertEnded() throws Exception {
        ProcessHandle left = process();
        if (left != null) {
            left.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.toList();
        }
    }

    private String asked() throws IOException {
        return Files.readString(folder.resolve("place/asked.txt"));
    }

    private String problem(String behaviour, Duration frame) throws Exception {
        try (Tracker tracker = tracker(behaviour, frame)) {
            tracker.start(IMAGE, BOX, "the \"white\" bird");
            assertEquals(new TrackStep(BOX, 0.5), tracker.next(IMAGE));
            String problem = assertThrows(GladException.class, () -> tracker.next(IMAGE)).getMessage();
            assertEnded();
            assertTrue(problem.startsWith("tracker \"peer\" ") && problem.contains(", in frame 2") && problem.lines().count() == 1, problem);
            return problem;
        }
    }

    @Test
    void aProgramIsAskedForEachFrameAndEndsWithItsInput() throws Exception {
        Path image;
        try (Tracker tracker = tracker("good", PATIENCE)) {
            assertEquals(new TrackStep(BOX, 1), tracker.start(IMAGE, BOX, "the \"white\" bird"));
            String asked = asked();
            Matcher matcher = Pattern.compile("\\{\"do\":\"init\",\"frame\":0,\"image\":\"(.+\\.ppm)\",\"width\":6,\"height\":4,"
                    + "\"box\":\\[1.0,1.5,3.0,2.0],\"sentence\":\"the \\\\\"white\\\\\" bird\"}").matcher(asked);
            assertTrue(matcher.matches(), asked);
            image = Path.of(matcher.group(1));
            assertEquals(new TrackStep(BOX, 0.5), tracker.next(IMAGE));
            assertFalse(asked().contains("sentence"), asked());
            tracker.tell("it flies");
            TrackStep unsure = tracker.next(IMAGE);
            assertTrue(asked().startsWith("{\"do\":\"track\",\"frame\":2,") && asked().endsWith(",\"sentence\":\"it flies\"}"), asked());
            tracker.next(IMAGE);
            assertFalse(asked().contains("sentence"), asked());
            assertEquals(BOX, unsure.box());
            assertTrue(Double.isNaN(unsure.confidence()), "it told none");
            assertTrue(Files.readString(folder.resolve("place/peer.pid")).endsWith(" from trackers.yaml"));
        }
        assertEnded();
        assertFalse(Files.exists(image.getParent()), "frames are left");
        assertEquals(List.of(), logs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "chatty | answered \"frame 2 took  [31m5 ms\"; expected one line such as {\"frame\": 2, \"box\": [x, y, width, height]",
        "endless | answered \"na na na na",
        "flat | gave the box \"[1.0, 2.0, 30.0, 0.0]\"; expected finite numbers, width and height above 0",
        "huge | gave the box \"[Infinity, 2.0, 30.0, 20.0]\"; expected finite numbers",
        "short | answered \"{\"frame\": 2, \"box\": [1, 2, 3]}\"; expected",
        "sure | gave the confidence \"7.5\"; expected a number from 0 to 1, or none",
        "late | answered \"{\"frame\": 1, ",
        "sorry | reported \"no such image\""})
    void aWrongAnswerEndsItWithOneLine(String behaviour, String expected) throws Exception {
        String problem = problem(behaviour, PATIENCE);
        assertTrue(problem.contains(expected), problem);
        assertEquals(List.of(), logs(), "it wrote nothing");
    }

    @Test
    void aCrashIsToldWithTheLastLineOfItsErrorsWhichAreKept() throws Exception {
        String problem = problem("crash", PATIENCE);
        assertTrue(problem.contains("ended with exit code 3 without an answer"), problem);
        assertEquals(1, logs().size());
        assertTrue(problem.endsWith("; it last wrote \"model.cpp:12: assertion failed\" to \"" + logs().get(0) + "\""), problem);
        assertTrue(Files.readString(logs().get(0)).startsWith("out of luck"));
    }

    @Test
    void oneThatDoesNotAnswerInTimeIsKilled() throws Exception {
        String problem = problem("silent", Duration.ofMillis(400));
        assertTrue(problem.contains("gave no answer within 0.4 s; \"frame_seconds\" in trackers.yaml allows more"), problem);
    }

    @Test
    void oneThatOutlivesItsInputIsKilled() throws Exception {
        try (Tracker tracker = tracker("deaf", PATIENCE)) {
            tracker.start(IMAGE, BOX, "");
        }
        assertEnded();
    }

    @Test
    void whatAProgramHasStartedEndsWithIt() throws Exception {
        Tracker tracker = tracker("below a shell", PATIENCE);
        tracker.start(IMAGE, BOX, "");
        assertTrue(process() != null);
        running.close();
        assertEnded();
        assertThrows(GladException.class, () -> tracker.next(IMAGE));
        String refused = assertThrows(GladException.class, () -> tracker.start(IMAGE, BOX, "")).getMessage();
        assertTrue(refused.contains("GLAD is about to end"), refused);
        tracker.close();
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        try (Tracker tracker = tracker("silent", PATIENCE)) {
            tracker.start(IMAGE, BOX, "");
            tracker.next(IMAGE);
            Thread waiting = Thread.currentThread();
            Thread other = new Thread(() -> {
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
                waiting.interrupt();
            });
            other.start();
            assertThrows(GladException.class, () -> tracker.next(IMAGE));
            assertTrue(Thread.interrupted(), "the flag is set again");
            other.join();
        }
        assertEnded();
    }

    @Test
    void aProgramThatIsNotThereIsToldBeforeAnythingIsTracked() throws IOException {
        Declaration missing = new Declaration("peer", "", List.of("no-such-program-here"), Protocol.JSON_LINES, Transport.PIPES, folder, new TreeMap<>(), PATIENCE, PATIENCE);
        GladException refused = assertThrows(GladException.class, missing::content);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.getMessage().contains("program \"no-such-program-here\" of tracker \"peer\" isn't there"), refused.getMessage());
        Declaration elsewhere = Peer.declared("good", folder.resolve("gone"), PATIENCE);
        assertTrue(assertThrows(GladException.class, elsewhere::content).getMessage().startsWith("folder \"" + folder.resolve("gone") + "\""));
        Tracker tracker = new ProcessTrackerFactory(missing, () -> folder.resolve("logs"), running).create();
        String failed = assertThrows(GladException.class, () -> tracker.start(IMAGE, BOX, "")).getMessage();
        assertTrue(failed.startsWith("tracker \"peer\" can't be started: "), failed);
        assertEquals(List.of(), logs());
    }

    @Test
    void theContentHoldsCommandVariablesAndTheFilesThatTheCommandNames() throws IOException {
        Path script = Files.writeString(folder.resolve("track.py"), "one");
        Declaration declared = new Declaration("mine", "", List.of("sh", "track.py", "--fast"), Protocol.JSON_LINES, Transport.PIPES, folder, new TreeMap<>(Map.of("A", "1")),
                PATIENCE, PATIENCE);
        Map<String, String> before = declared.content();
        assertEquals("sh track.py --fast", before.get("command"));
        assertEquals("1", before.get("environment A"));
        assertEquals(before, declared.content());
        Files.writeString(script, "two");
        Map<String, String> after = declared.content();
        assertFalse(before.get("file track.py").equals(after.get("file track.py")));
    }
}
