package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.jobs.JobQueue;
import glad.shell.internal.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code watch} on a log. */
class WatchVerbTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of("watch"));
        all.addAll(List.of(words));
        return CommandLines.of(Map.of("watch", new WatchVerb(JobQueue.in(folder))), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private void log() throws IOException {
        StringBuilder lines = new StringBuilder("{\"initial\":\"mae.pth\",\"loaded\":3}\n");
        for (int i = 1; i <= 20; i++) {
            lines.append("{\"stage\":\"tracker\",\"update\":%d,\"samples\":%d,\"loss\":%s,\"wait\":0.5%s}\n".formatted(i, 4 * i, 8.0 / i,
                    i % 10 == 0 ? ",\"held-out\":{\"iou\":0.%d}".formatted(i) : ""));
        }
        Files.writeString(folder.resolve("log.jsonl"), lines);
    }

    @Test
    void aFallingCurveFallsInTheTerminal() throws IOException {
        log();
        assertEquals(0, run(folder.toString()), err.toString());
        String[] lines = out.toString().split("\n");
        assertEquals("tracker/loss 0.40000", lines[0]);
        assertTrue(lines[1].startsWith("     8.000 ") && lines[8].startsWith("    0.4000 "), out.toString());
        assertTrue(lines[1].charAt(11) != '\u2800' && lines[1].charAt(70) == '\u2800', out.toString());
        assertTrue(lines[8].charAt(11) == '\u2800' && lines[8].charAt(70) != '\u2800', out.toString());
        assertTrue(out.toString().contains("tracker/held-out/iou 0.20000") && !out.toString().contains("tracker/wait"), out.toString());
        assertTrue(out.toString().contains("hasn't ended"), out.toString());
    }

    @Test
    void curvesAreNamedAndGivenAsJson() throws IOException {
        log();
        assertEquals(0, run(folder.toString(), "--json", "--curve", "tracker/wait"), err.toString());
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertEquals("[[40,0.1],[80,0.2]]", json.get("curves").get("tracker/held-out/iou").toString());
        assertEquals(2, run(folder.toString(), "--curve", "tracker/lost"));
        assertTrue(err.toString().contains("did you mean \"tracker/loss\""), err.toString());
    }

    @Test
    void aFolderThatIsNoTrainingIsRefused() {
        assertEquals(2, run(folder.toString()));
        assertTrue(err.toString().contains("holds no log.jsonl"), err.toString());
    }
}
