package glad.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.testing.HeadlessBrowser;
import glad.testing.HeadlessBrowser.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a real browser shows it. Skipped where no Chromium is installed. */
class BrowserTest {

    private static final int OWN = 0x1d5fbf;
    private static final int SECOND = 0xd55e00;

    @TempDir
    private Path folder;

    @Test
    void theReportShowsItsPlotsWithoutErrorsOrRequests() throws Exception {
        Path page = folder.resolve("report.html");
        Report.write(ReportTest.full(), page);
        Shown shown = new HeadlessBrowser(folder.resolve("browser")).open(page.toUri());
        assertEquals(List.of(), shown.console());
        assertEquals(List.of(), shown.requests());
        // Down to the plots, three of them: a curve of the report's own tracker is some 350 points long and 3 wide.
        assertTrue(shown.points(OWN) > 1500, "points of the own curves: " + shown.points(OWN));
        assertTrue(shown.points(SECOND) > 500, "points of the second curves: " + shown.points(SECOND));
    }

    /** The same eyes see what a page does wrong. */
    @Test
    void aPageWithFaultsIsSeenThrough() throws Exception {
        Path page = Files.writeString(folder.resolve("faulty.html"),
                "<img src='http://outside.invalid/a.png'><script>throw new Error('thrown')</script>");
        Shown shown = new HeadlessBrowser(folder.resolve("browser")).open(page.toUri());
        assertEquals(1, shown.console().size(), "" + shown.console());
        assertTrue(shown.console().get(0).contains("thrown"), shown.console().get(0));
        assertTrue(shown.requests().stream().anyMatch(line -> line.contains("outside.invalid")), "" + shown.requests());
        assertEquals(0, shown.points(OWN));
    }
}
