package glad.pages.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.testing.HeadlessBrowser;
import glad.testing.HeadlessBrowser.Shown;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages as a real browser shows them. Skipped where no Chromium is installed. */
class PagesInBrowserTest {

    private static final int CURVE = 0x1d5fbf;

    @TempDir
    private Path folder;

    @Test
    void aPageAsksOnlyForItsOwnStyle() throws Exception {
        Path training = Files.createDirectories(folder.resolve("runs/trained"));
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            log.append("{\"stage\": \"tracker\", \"samples\": ").append(i).append(", \"loss\": ").append(4.0 / i).append("}\n");
        }
        Files.writeString(training.resolve("log.jsonl"), log);
        try (Served served = new Served(folder.resolve("runs"), List.of(), false)) {
            URI page = served.uri("/training?name=trained");
            Shown shown = new HeadlessBrowser(folder.resolve("browser")).open(page);
            assertEquals(List.of(), shown.console());
            assertEquals(List.of(served.uri("/style.css").toString()), shown.requests().stream().distinct().toList());
            // A curve that falls over the whole width, drawn in the style sheet's colour.
            assertTrue(shown.points(CURVE) > 300, "points of the curve: " + shown.points(CURVE));
        }
    }

    /** What a run's folder holds may come from somebody else: neither its scripts nor its images from elsewhere do anything. */
    @Test
    void aReportCannotReachOut() throws Exception {
        Path run = Files.createDirectories(folder.resolve("runs/a"));
        Files.writeString(run.resolve("provenance.json"), "{}");
        Files.writeString(run.resolve("report.html"), "<img src='http://outside.invalid/a.png'><script>document.body.style.background = '#1d5fbf'</script>x");
        try (Served served = new Served(folder.resolve("runs"), List.of(), false)) {
            URI page = served.uri("/file?id=a&name=report.html");
            Shown shown = new HeadlessBrowser(folder.resolve("browser")).open(page);
            assertEquals(0, shown.points(CURVE), "a script of the report ran");
            assertTrue(shown.requests().stream().noneMatch(request -> request.contains("outside.invalid")), "" + shown.requests());
        }
    }
}
