package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tracker in Python that speaks TraX: what is said in each version, and what becomes of one that doesn't keep to it. */
class TraxTest extends TrackerContract {

    private static final Image IMAGE = new Image(6, 4, new byte[6 * 4 * 3]);
    private static final Box BOX = new Box(1, 1.5, 3, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PEER = Path.of("src/test/resources/trax_peer.py").toAbsolutePath();

    @TempDir
    private Path folder;

    private static String python;

    /** What {@code python3} starts may be a script that looks for the program, which costs more than the peer. */
    @BeforeAll
    static void thereIsAPython() throws IOException {
        PatchExampleTest.assumeSuccess("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 6))");
        Process told = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
        python = new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Override
    protected TrackerFactory factory() {
        return factory("good", PATIENCE, PATIENCE);
    }

    private TrackerFactory factory(String how, Duration start, Duration frame, String... hello) {
        return factory(how, Transport.PIPES, start, frame, hello);
    }

    private TrackerFactory factory(String how, Transport transport, Duration start, Duration frame, String... hello) {
        List<String> command = new ArrayList<>(List.of(python, PEER.toString(), how));
        command.addAll(List.of(hello));
        return new ProcessTrackerFactory(new Declaration("peer", "a test's", command, Protocol.TRAX, transport, folder, new TreeMap<>(), start,
                frame), () -> folder.resolve("logs"), new RunningTrackers());
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked.txt"));
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.toList();
        }
    }

    private TrackStep track(String how, String... hello) {
        return track(how, Transport.PIPES, hello);
    }

    private TrackStep track(String how, Transport transport, String... hello) {
        try (Tracker tracker = factory(how, transport, PATIENCE, PATIENCE, hello).create()) {
            assertEquals(BOX, tracker.start(IMAGE, BOX, "the \"white\" bird").box());
            tracker.next(IMAGE);
            tracker.tell("it flies");
            return tracker.next(IMAGE);
        }
    }

    @Test
    void theFirstVersionsInitialiseWithImageAndRectangle() throws IOException {
        TrackStep step = track("good");
        assertEquals(BOX, step.box());
        assertTrue(Double.isNaN(step.confidence()) && Double.isNaN(step.seconds()), "7.5 is no probability, and no time was told");
        assertEquals(List.of("initialize ['file 6x4', '1.0,1.5,3.0,2.0', 'sentence=the \"white\" bird']", "frame ['file 6x4']",
                "frame ['file 6x4', 'sentence=it flies']", "quit []"), asked());
        assertEquals(List.of(), logs());
    }

    @Test
    void versionFourInitialisesWithTheRegionAloneAndThenSendsTheFirstFrame() throws IOException {
        TrackStep step = track("polygon", "trax.version=4", "trax.region=polygon;mask;", "trax.image=path;memory;", "trax.channels=color;");
        assertEquals(new TrackStep(new Box(1, 2, 8.5, 6), 0.25, 0.5), step);
        assertEquals(List.of("initialize ['1.0,1.5,4.0,1.5,4.0,3.5,1.0,3.5', 'sentence=the \"white\" bird']", "frame ['image 6x4']",
                "frame ['image 6x4']", "frame ['image 6x4', 'sentence=it flies']", "quit []"), asked());
    }

    @Test
    void aSocketCarriesWhatPipesDoAndPrintsAreKeptApart() throws IOException {
        TrackStep step = track("polygon", Transport.SOCKET);
        assertEquals(new TrackStep(new Box(1, 2, 8.5, 6), 0.25, 0.5), step);
        assertEquals(List.of("initialize ['file 6x4', '1.0,1.5,3.0,2.0', 'sentence=the \"white\" bird']", "frame ['file 6x4']",
                "frame ['file 6x4', 'sentence=it flies']", "quit []"), asked());
        assertEquals(List.of(), logs());
    }

    @Test
    void aProgramThatDoesNotConnectIsTold() {
        String problem = assertThrows(GladException.class, () -> track("pipes", Transport.SOCKET)).getMessage();
        assertTrue(problem.startsWith("tracker \"peer\" ended with exit code 0 without an answer, in frame 0; it last wrote \"@@TRAX:hello\""), problem);
    }

    @Test
    void aMaskBeginsWithThePixelsOfTheBoxAndCountsAsTheBoxAroundItsOwn() throws IOException {
        assertEquals(new TrackStep(new Box(3, 1, 2, 2), 0.5), track("m2,1,4,3,1,2,2,1", Transport.SOCKET, "trax.region=mask;"));
        assertEquals(List.of("initialize ['file 6x4', 'm1,2,3,2,0,6', 'sentence=the \"white\" bird']", "frame ['file 6x4']",
                "frame ['file 6x4', 'sentence=it flies']", "quit []"), asked());
    }

    @Test
    void anEmptyMaskLeavesTheLastBoxWithoutConfidence() {
        assertEquals(new TrackStep(BOX, 0), track("m0,0,0,0", "trax.region=mask;rectangle;"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "crash | ended with exit code 3 without an answer, in frame 2; it last wrote \"model.cpp:12: assertion failed\" to \"",
        "sorry | ended the session: \"out of \"memory\"\", in frame 2",
        "other | answered \"@@TRAX:hello\"; expected the message \"state\"",
        "open | answered \"@@TRAX:state \"1,2,3,4\", which is no message of TraX",
        "0 | gave the region \"0\"; expected x,y,width,height, the corners of a polygon or a mask",
        "nan,nan,nan,nan | gave the region \"nan,nan,nan,nan\"",
        "1,2,0,4 | gave the region \"1,2,0,4\"",
        "1,2,3,4,5 | gave the region",
        "m1,2,3,1,0,4 | gave the region \"m1,2,3,1,0,4\""})
    void aProgramThatDoesNotKeepToItIsEndedWithOneLine(String how, String expected) throws IOException {
        String problem = assertThrows(GladException.class, () -> track(how)).getMessage();
        assertTrue(problem.startsWith("tracker \"peer\" " + expected), problem);
        assertEquals(1, problem.lines().count(), problem);
        String kept = Files.readString(logs().get(0));
        assertTrue(kept.startsWith("loading weights\na print of its own\n"), kept);
    }

    /** Found before a question, once its line, or the answer behind it, has arrived: from the next frame on, or a few later on a busy machine. */
    @Test
    void anAnswerThatWasNotAskedForIsFound() {
        String problem = assertThrows(GladException.class, () -> {
            try (Tracker tracker = factory("early", PATIENCE, PATIENCE).create()) {
                tracker.start(IMAGE, BOX, "the \"white\" bird");
                for (int i = 0; i < 200; i++) {
                    tracker.next(IMAGE);
                }
            }
        }).getMessage();
        assertTrue(problem.startsWith("tracker \"peer\" printed \"@@TRAX:state \"1.0,1.5,3.0,2.0\"") && problem.contains("without being asked"), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "trax.region=special; | takes \"special\" as \"trax.region\"; expected rectangle or polygon or mask",
        "trax.image=url; | takes \"url\" as \"trax.image\"; expected memory or path",
        "trax.channels=color;depth; | takes \"color;depth\" as \"trax.channels\"; expected color",
        "trax.version=new | speaks version \"new\" of TraX"})
    void whatCannotBeGivenIsToldInTheFirstFrame(String hello, String expected) {
        String problem = assertThrows(GladException.class, () -> track("good", hello)).getMessage();
        assertTrue(problem.startsWith("tracker \"peer\" " + expected) && problem.contains(", in frame 0"), problem);
    }

    @Test
    void timesOfStartAndFrameEndAProgramThatDoesNotAnswer() {
        try (Tracker tracker = factory("silent", PATIENCE, Duration.ofMillis(400)).create()) {
            tracker.start(IMAGE, BOX, "");
            String problem = assertThrows(GladException.class, () -> tracker.next(IMAGE)).getMessage();
            assertTrue(problem.contains("gave no answer within 0.4 s; \"frame_seconds\" in trackers.yaml allows more"), problem);
        }
        Image large = new Image(600, 400, new byte[600 * 400 * 3]);
        try (Tracker tracker = factory("unread", Duration.ofMillis(500), PATIENCE).create()) {
            String problem = assertThrows(GladException.class, () -> tracker.start(large, BOX, "")).getMessage();
            assertTrue(problem.contains("gave no answer within 0.5 s; \"start_seconds\" in trackers.yaml allows more"), problem);
        }
    }
}
