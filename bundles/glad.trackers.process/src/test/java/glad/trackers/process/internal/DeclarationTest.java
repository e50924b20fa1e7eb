package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.trackers.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How entries of programs are read, and what is said of what is wrong in one. */
class DeclarationTest {

    private static final Path FILE = Path.of("/home/ada/trackers.yaml");

    private static Declaration read(String yaml) throws IOException {
        return Declaration.read(new Entry(FILE, "one", new YAMLMapper().readTree(yaml)));
    }

    @Test
    void anEntryHasACommandAndWhatElseItSays() throws IOException {
        assertEquals(new Declaration("one", "python3 a.py", List.of("python3", "a.py"), Protocol.JSON_LINES, Transport.PIPES, FILE.getParent(), new TreeMap<>(),
                Duration.ofSeconds(120), Duration.ofSeconds(30)), read("{command: [python3, a.py]}"));
        assertEquals(new Declaration("one", "a tracker of ours", List.of("./run", "--scale", "2"), Protocol.TRAX, Transport.SOCKET,
                FILE.resolveSibling("sub/ours"), new TreeMap<>(Map.of("CUDA_VISIBLE_DEVICES", "0", "MODE", "fast")), Duration.ofSeconds(300), Duration.ofMillis(500)), read("""
                description: a tracker of ours
                command: [./run, --scale, 2]
                protocol: trax
                transport: socket
                folder: sub/ours
                environment: {CUDA_VISIBLE_DEVICES: 0, MODE: fast}
                start_seconds: 300
                frame_seconds: 0.5
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{command: python3 a.py} | is \"python3 a.py\"; expected a list of words such as [python3, tracker.py]",
        "{command: []} | expected a list of words",
        "{command: [a], protocol: json-line} | unknown protocol of tracker \"one\"",
        "{command: [a], protocol: vot} | Known: json-lines, trax",
        "{command: [a], transport: socket} | unknown transport of protocol json-lines of tracker \"one\"",
        "{command: [a], protocol: trax, transport: sockets} | did you mean \"socket\"?",
        "{command: [a], frame_second: 3} | did you mean \"frame_seconds\"?",
        "{command: [a], frame_seconds: 0} | \"frame_seconds\" of tracker \"one\"",
        "{command: [a], start_seconds: soon} | is \"soon\"; expected a number of seconds above 0, at most 86400",
        "{command: [a], environment: [A]} | expected names and values of variables",
        "{command: [a], environment: {A: [1]}} | \"environment.A\"",
        "{command: [a], folder: 3} | \"folder\" of tracker \"one\"",
        "some text | is \"some text\"; expected the keys command"})
    void aWrongEntryIsRefusedInOneLine(String entry, String expected) {
        GladException problem = assertThrows(GladException.class, () -> read(entry));
        assertEquals(2, problem.exitCode());
        assertTrue(problem.getMessage().contains(expected) && problem.getMessage().lines().count() == 1, problem.getMessage());
    }
}
