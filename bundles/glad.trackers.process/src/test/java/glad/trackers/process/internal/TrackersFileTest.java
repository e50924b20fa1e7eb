package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.track.TrackerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code trackers.yaml} is read, and what is said of what is wrong in it. */
class TrackersFileTest {

    @TempDir
    private Path folder;

    private final List<Declaration> declared = new ArrayList<>();

    private SortedMap<String, TrackerFactory> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("trackers.yaml"), text);
        return TrackersFile.read(file, declaration -> {
            declared.add(declaration);
            return new ProcessTrackerFactory(declaration, () -> folder, new RunningTrackers());
        });
    }

    @Test
    void anEntryHasACommandAndWhatElseItSays() throws IOException {
        assertEquals(Set.of("full", "small"), read("""
                small: {command: [python3, a.py]}
                full:
                  description: a tracker of ours
                  command: [./run, --scale, 2]
                  protocol: trax
                  folder: sub/ours
                  environment: {CUDA_VISIBLE_DEVICES: 0, MODE: fast}
                  start_seconds: 300
                  frame_seconds: 0.5
                """).keySet());
        assertEquals(new Declaration("small", "python3 a.py", List.of("python3", "a.py"), Protocol.JSON_LINES, folder, new TreeMap<>(),
                Duration.ofSeconds(120), Duration.ofSeconds(30)), declared.get(0));
        assertEquals(new Declaration("full", "a tracker of ours", List.of("./run", "--scale", "2"), Protocol.TRAX, folder.resolve("sub/ours"),
                new TreeMap<>(Map.of("CUDA_VISIBLE_DEVICES", "0", "MODE", "fast")), Duration.ofSeconds(300),
                Duration.ofMillis(500)), declared.get(1));
    }

    @Test
    void noFileAndAnEmptyOneNameNone() throws IOException {
        assertTrue(TrackersFile.read(folder.resolve("missing.yaml"), declaration -> null).isEmpty());
        assertTrue(read("# nothing yet\n").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{protocol: json-lines} | has no \"command\"; expected a list of words such as [python3, tracker.py]",
        "{command: python3 a.py} | is \"python3 a.py\"; expected a list of words",
        "{command: []} | expected a list of words",
        "{command: [a], protocol: json-line} | unknown protocol of tracker \"bad\"",
        "{command: [a], protocol: vot} | Known: json-lines, trax",
        "{command: [a], frame_second: 3} | did you mean \"frame_seconds\"?",
        "{command: [a], frame_seconds: 0} | \"frame_seconds\" of tracker \"bad\"",
        "{command: [a], start_seconds: soon} | is \"soon\"; expected a number of seconds above 0, at most 86400",
        "{command: [a], environment: [A]} | expected names and values of variables",
        "{command: [a], environment: {A: [1]}} | \"environment.A\"",
        "{command: [a], folder: 3} | \"folder\" of tracker \"bad\"",
        "some text | is \"some text\"; expected the keys command"})
    void aWrongEntryIsToldWhenItIsUsedAndTheOthersAreThere(String entry, String expected) throws IOException {
        SortedMap<String, TrackerFactory> trackers = read("bad: " + entry + "\ngood: {command: [sh]}\n");
        assertEquals("sh", trackers.get("good").description());
        GladException problem = assertThrows(GladException.class, trackers.get("bad")::create);
        assertEquals(2, problem.exitCode());
        assertTrue(problem.getMessage().contains(expected), problem.getMessage());
        assertThrows(GladException.class, trackers.get("bad")::content);
        assertTrue(trackers.get("bad").description().startsWith("can't be used: "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a: [ | isn't YAML at line 1",
        "just a text | holds no trackers",
        "My Tracker: {command: [a]} | \"My Tracker\" in",
        "'a: {command: [a]}\na: {command: [b]}' | isn't YAML at line 2: Duplicate field 'a'"})
    void aFileThatCannotBeReadIsRefused(String text, String expected) {
        String problem = assertThrows(GladException.class, () -> read(text)).getMessage();
        assertTrue(problem.contains(expected) && problem.lines().count() == 1, problem);
    }
}
