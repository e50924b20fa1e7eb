package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command that the README names goes untested, and those that run until they are stopped do as it says. */
class ReadmeCommandsTest {

    private static final Pattern COMMAND = Pattern.compile("\\./glad ([a-z-]+)");

    private static final Pattern SUMMARY = Pattern.compile("demo: AUC (\\d+\\.\\d) precision \\d+\\.\\d normalised precision "
            + "\\d+\\.\\d over 6/6 sequences, \\d+\\.\\d frames/s");

    /** A box that never moves has less than 20. */
    private static final double SUCCESS = 40;

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/\\S+/(?= )");

    @TempDir
    private static Path folder;

    @Test
    void aDemoThatWasKilledGoesOnWhereItWas() throws IOException, InterruptedException {
        Product product = new Product(folder);
        Path results = folder.resolve("runs/demo/results");
        Process demo = product.start(folder.resolve("killed.txt"), "demo");
        List<Path> before = List.of();
        while (before.size() < 2 && demo.isAlive()) {
            Thread.sleep(20);
            before = finished(results);
        }
        demo.destroyForcibly().waitFor();
        List<Object> written = times(before);
        String printed = product.succeed("demo");
        Matcher summary = SUMMARY.matcher(printed);
        assertTrue(summary.find() && Double.parseDouble(summary.group(1)) > SUCCESS, printed);
        assertEquals(List.of(), printed.lines().filter(line -> line.contains("NNPACK")).toList());
        assertEquals(6, finished(results).size());
        assertEquals(written, times(before), "a finished sequence was computed again");
        String report = Files.readString(folder.resolve("runs/demo/report.html"));
        assertTrue(report.contains("6/6") && report.contains("<svg"), "report.html lacks coverage or plots");
        assertTrue(report.contains("instead: frames"), "report.html lacks the film strip of the wrong sentence");
        assertTrue(Files.size(folder.resolve("runs/demo/demo.mp4")) > 10_000);
        assertFalse(Files.exists(folder.resolve("runs/demo/unfinished.txt")), "the next demo computes anew");
    }

    @Test
    void pagesAreServedUntilTheCommandIsAskedToStop() throws Exception {
        Path printed = folder.resolve("served.txt");
        Process serving = new Product(folder).start(printed, "serve");
        try {
            Optional<URI> address = Optional.empty();
            while (address.isEmpty() && serving.isAlive()) {
                Thread.sleep(50);
                address = ADDRESS.matcher(Files.readString(printed)).results().map(found -> URI.create(found.group())).findFirst();
            }
            HttpResponse<String> page = HttpClient.newHttpClient().send(HttpRequest.newBuilder(address.orElseThrow()).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode(), page.body());
            assertTrue(page.body().contains("read-only"), page.body());
        } finally {
            serving.destroy();
            assertTrue(serving.waitFor(30, TimeUnit.SECONDS), "it didn't end");
        }
        assertTrue(Files.readString(printed).contains("the pages are closed"), Files.readString(printed));
    }

    @Test
    void noCommandOfTheReadmeIsLeftOut() throws IOException, InterruptedException {
        Set<String> named = COMMAND.matcher(new Product(folder).readme()).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> run = Stream.of(CommandGroup.values()).flatMap(group -> group.commands().stream()).map(words -> words.get(0)).collect(Collectors.toSet());
        named.removeAll(run);
        assertEquals(Set.of("demo", "serve", "compare", "diag"), named, "which have tests of their own");
    }

    private static List<Path> finished(Path results) throws IOException {
        if (!Files.exists(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
    }

    private static List<Object> times(List<Path> files) throws IOException {
        List<Object> times = new ArrayList<>();
        for (Path file : files) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }
}
