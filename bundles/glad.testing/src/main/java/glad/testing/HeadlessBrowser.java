package glad.testing;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Chromium without a window: pages as a real browser shows them. A test that needs it is skipped where none is installed. */
public final class HeadlessBrowser {

    private static final Pattern REQUEST = Pattern.compile("\"initiator\":\"(?!not an origin).*\"url\":\"(https?:[^\"]*)");
    private static final long PATIENCE_SECONDS = 120;

    private final Path browser;
    private final Path folder;

    /** Looks for one. @param folder for its files; made if need be */
    public HeadlessBrowser(Path folder) throws IOException {
        List<Path> places = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Stream.of("chromium", "chromium-browser", "google-chrome").map(name -> Path.of(directory, name)).forEach(places::add);
        }
        browser = places.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(browser != null, "skipped: no Chromium installed");
        this.folder = Files.createDirectories(folder);
    }

    /**
     * What happened in the browser.
     *
     * @param console what scripts printed and what went wrong
     * @param requests addresses that the page asked for over the network; the browser's own business isn't among them
     * @param image what it looked like
     */
    public record Shown(List<String> console, List<String> requests, BufferedImage image) {

        /** Counts the points of nearly that colour. */
        public long points(int rgb) {
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

    /** Opens a page. @param options of the browser besides */
    public Shown open(URI page, String... options) throws IOException, InterruptedException {
        Path image = folder.resolve("image.png");
        Path network = folder.resolve("network.json");
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-background-networking", "--no-first-run", "--hide-scrollbars", "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"), "--log-net-log=" + network, "--window-size=1280,900", "--screenshot=" + image));
        command.addAll(List.of(options));
        command.add(page.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser didn't end: " + Files.readString(log));
        }
        Assertions.assertTrue(Files.exists(image) && Files.exists(network), () -> read(log));
        return new Shown(read(log).lines().filter(line -> line.contains(":CONSOLE")).toList(),
                read(network).lines().map(REQUEST::matcher).filter(Matcher::find).map(found -> found.group(1)).toList(), ImageIO.read(image.toFile()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return file + " can't be read: " + e;
        }
    }
}
