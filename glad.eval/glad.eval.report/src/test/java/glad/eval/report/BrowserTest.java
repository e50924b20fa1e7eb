package glad.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a real browser shows it. Skipped where no Chromium is installed. */
class BrowserTest {

    private static final int OWN = 0x1d5fbf;
    private static final int SECOND = 0xd55e00;

    @TempDir
    private Path folder;

    /**
     * What happened in the browser.
     *
     * @param console what scripts printed and what went wrong
     * @param requests what the page asked of the network; the browser's own business isn't among it
     * @param image what it looked like
     */
    private record Shown(List<String> console, List<String> requests, BufferedImage image) {

        /** Counts the points of nearly that colour. */
        long points(int rgb) {
            long points = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int seen = image.getRGB(x, y);
                    int gap = Math.abs((seen >> 16 & 255) - (rgb >> 16 & 255)) + Math.abs((seen >> 8 & 255) - (rgb >> 8 & 255))
                            + Math.abs((seen & 255) - (rgb & 255));
                    points += gap < 24 ? 1 : 0;
                }
            }
            return points;
        }
    }

    @Test
    void theReportShowsItsPlotsWithoutErrorsOrRequests() throws Exception {
        Path page = folder.resolve("report.html");
        Report.write(ReportTest.full(), page);
        Shown shown = open(page);
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
        Shown shown = open(page);
        assertEquals(1, shown.console().size(), "" + shown.console());
        assertTrue(shown.console().get(0).contains("thrown"), shown.console().get(0));
        assertTrue(shown.requests().stream().anyMatch(line -> line.contains("outside.invalid")), "" + shown.requests());
        assertEquals(0, shown.points(OWN));
    }

    private Shown open(Path page) throws Exception {
        Path browser = browser();
        Path image = folder.resolve("image.png");
        Path network = folder.resolve("network.json");
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-background-networking", "--no-first-run", "--hide-scrollbars", "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"), "--log-net-log=" + network, "--window-size=1280,900",
                "--screenshot=" + image, page.toUri().toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser didn't end: " + Files.readString(log));
        }
        assertTrue(Files.exists(image), () -> read(log));
        assertTrue(Files.exists(network), () -> read(log));
        Pattern request = Pattern.compile("\"initiator\":\"(?!not an origin).*\"url\":\"https?:");
        return new Shown(read(log).lines().filter(line -> line.contains(":CONSOLE")).toList(),
                read(network).lines().filter(line -> request.matcher(line).find()).toList(), ImageIO.read(image.toFile()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return file + " can't be read: " + e;
        }
    }

    private static Path browser() {
        List<Path> places = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Stream.of("chromium", "chromium-browser", "google-chrome").map(name -> Path.of(directory, name)).forEach(places::add);
        }
        Optional<Path> found = places.stream().filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(found.isPresent(), "skipped: no Chromium installed");
        return found.orElseThrow();
    }
}
