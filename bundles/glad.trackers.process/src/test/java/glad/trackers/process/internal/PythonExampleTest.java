package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example in Python, which docs/TRACKERS.md shows, where there is a Python. */
class PythonExampleTest extends PatchExampleTest {

    private static final Path SCRIPT = EXAMPLES.resolve("patch.py");

    @Override
    List<String> command() {
        assumeSuccess("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 6))");
        return List.of("python3", SCRIPT.toString());
    }

    @Test
    void theDocumentShowsIt() throws IOException {
        String script = Files.readString(SCRIPT);
        assertTrue(script.lines().count() <= 40);
        assertTrue(Files.readString(EXAMPLES.resolve("../../docs/TRACKERS.md")).contains("```python\n" + script + "```\n"));
    }
}
