package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.awt.Rectangle;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command that the README names, as a user runs it: it succeeds, and libtorch's warnings of NNPACK don't disturb its output. */
class ReadmeCommandsTest {

    private static final Pattern COMMAND = Pattern.compile("\\./glad ([a-z-]+)");

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/\\S+/(?= )");

    /** In this order: later ones use what earlier ones wrote. Small versions of what the README says. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("track", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--out", "out", "--video"),
            List.of("track", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--out", "out", "--video", "--resume"),
            List.of("evaluate", "glad-nano", "--dataset", "procedural", "--data-set", "frames=3"),
            List.of("evaluate", "glad-nano", "--dataset", "procedural", "--data-set", "frames=3", "--run", "no-words", "--sentence",
                    "none"),
            List.of("evaluate", "csrt", "--dataset", "procedural", "--data-set", "count=1", "--data-set", "frames=3", "--protocol", "spatial-robustness"),
            List.of("ablate", "parts.yaml", "--plan"),
            List.of("jobs"),
            List.of("runs"),
            List.of("analyze", "--results", "runs/glad-nano", "--dataset", "procedural"),
            List.of("export-results", "runs/glad-nano/no-words", "--format", "official", "--out", "official"),
            List.of("import-results", "official", "--as", "mine"),
            List.of("data"),
            List.of("data", "root", "."),
            List.of("data", "verify", "procedural", "--quick"),
            List.of("profile", "glad-nano", "--frames", "5"),
            List.of("profile", "glad-nano", "--frames", "5", "--weights", "random"),
            List.of("words", "glad-nano", "--pairs", "8", "--set",
                    "training.held_out=[{pairs: procedural, stamps: 0, patches: 0, regions: 0, ambiguous: 0.6}]"),
            List.of("look", "glad-nano", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--frame", "2", "--out", "seen"),
            List.of("experiments"),
            List.of("components"),
            List.of("experiments", "import", "baseline.yaml", "--as", "mine"),
            List.of("export", "glad-nano", "--out", "exported"),
            List.of("weights"),
            List.of("weights", "glad-nano"),
            List.of("weights", "glad-nano", "--check"),
            List.of("weights", "inspect", "exported/glad-nano.safetensors"),
            List.of("weights", "convert", "exported/glad-nano.safetensors", "copy.safetensors"),
            List.of("train", "glad-nano", "--out", "trained", "--set",
                    "training.data=[{pairs: procedural, stamps: 0, patches: 0, regions: 0}]", "--set",
                    "training.stages=[{train: tracker, samples: 16, batch: 8, learning_rate: 1.0e-3, loss: dense, check_every: 16, check_pairs: 16}]"),
            List.of("watch", "trained"),
            List.of("plugins"),
            List.of("new", "dataset", "my-set"),
            List.of("doctor"),
            List.of("doctor", "--numbers"),
            List.of("shell"));

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> aCommandOfTheReadmeSucceedsAndPrintsNoWarningOfNnpack() throws IOException, InterruptedException {
        Product product = new Product(folder);
        Files.writeString(folder.resolve("baseline.yaml"), "MODEL: {HEAD_TYPE: CENTER, HIDDEN_DIM: 768}\n");
        Files.writeString(folder.resolve("parts.yaml"), "baseline: glad-nano\nfactors: {diffusion.id: [none]}\ndatasets: [procedural]\n");
        MovingBox.draw(folder.resolve("frames"), 160, 120, new Rectangle(60, 40, 30, 24));
        return COMMANDS.stream().map(words -> dynamicTest(String.join(" ", words), () -> {
            String printed = product.succeed(words.toArray(String[]::new));
            assertEquals(List.of(), printed.lines().filter(line -> line.contains("NNPACK")).toList());
        }));
    }

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
        assertTrue(printed.contains("6/6 sequences"), printed);
        assertEquals(List.of(), printed.lines().filter(line -> line.contains("NNPACK")).toList());
        assertEquals(6, finished(results).size());
        assertEquals(written, times(before), "a finished sequence was computed again");
        assertTrue(Files.exists(folder.resolve("runs/demo/report.html")) && Files.exists(folder.resolve("runs/demo/demo.mp4")));
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
        Set<String> run = COMMANDS.stream().map(words -> words.get(0)).collect(Collectors.toSet());
        named.removeAll(run);
        assertEquals(Set.of("demo", "serve", "compare"), named, "which have tests of their own");
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
