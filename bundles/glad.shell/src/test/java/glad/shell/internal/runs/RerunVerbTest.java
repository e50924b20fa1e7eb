package glad.shell.internal.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.Success;
import glad.jobs.JobQueue;
import glad.media.internal.CorrelationTrackerFactory;
import glad.runs.RunStore;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.run.EvaluateVerb;
import glad.shell.internal.run.RepeatedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are done again with a tiny model on a miniature of a dataset. */
class RerunVerbTest {

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static Datasets datasets;
    private static Metrics metrics;
    private static Registries registries;

    @TempDir
    private Path runs;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        registries = Offered.datasets(Map.of("lasot", new LaSot()));
        registries.metrics().offer("success", new Success(), "test");
        metrics = new Metrics(registries);
        Settings settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data.lasot", folder.resolve("LaSOT").toString(), false);
        for (String name : List.of("cat-1", "cat-3")) {
            Path place = folder.resolve("LaSOT/cat").resolve(name);
            TinyTracker.images(place.resolve("img"), 4);
            Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n".repeat(4));
            Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0,0");
            Files.writeString(place.resolve("out_of_view.txt"), "0,0,0,0");
            Files.writeString(place.resolve("nlp.txt"), "a grey cat\n");
        }
        datasets = new Datasets(settings, registries);
    }

    private void evaluate(String tracker, String run, String... more) {
        List<String> words = new ArrayList<>(List.of("evaluate", tracker, "--dataset", "lasot", "--sequences", "cat-1,cat-3", "--out",
                runs.resolve(run).toString()));
        words.addAll(List.of(more));
        FeatureStore features = new FeatureStore(folder.resolve("features"), 1 << 30, Duration.ZERO);
        assertEquals(0, tiny.run(new EvaluateVerb(tiny.models(folder), features, datasets, metrics, registries, JobQueue.in(folder)), words), tiny.err());
    }

    private int rerun(String... words) {
        List<String> all = new ArrayList<>(List.of("rerun"));
        all.addAll(List.of(words));
        return tiny.run(new RerunVerb(RunStore.in(runs), datasets, metrics, new RepeatedRun(tiny.models(folder), registries)), all);
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anUnchangedRunGivesTheSameBytesAndLeavesNothing() throws IOException {
        evaluate("tiny", "wide", "--set", "search.factor=5", "--sentence", "none");
        byte[] before = Files.readAllBytes(runs.resolve("wide/results/cat-3.csv"));
        assertEquals(0, rerun("wide"), tiny.err());
        assertTrue(tiny.out().startsWith("wide: 2 of 2 results are the same to the last byte"), tiny.out());
        assertEquals(List.of("wide"), entries());
        assertArrayEquals(before, Files.readAllBytes(runs.resolve("wide/results/cat-3.csv")));
    }

    @Test
    void whatHasChangedIsSaidAndTheNewResultsAreKept() throws IOException {
        evaluate("tiny", "a");
        Path weights = folder.resolve("tiny.safetensors");
        byte[] before = Files.readAllBytes(weights);
        try {
            byte[] changed = before.clone();
            for (int end = changed.length; end > changed.length / 2; end -= 4) {
                changed[end - 2] ^= 0x40; // a number's first binary digit behind the point
            }
            Files.write(weights, changed);
            assertEquals(1, rerun("a", "--json"), tiny.err());
        } finally {
            Files.write(weights, before);
        }
        JsonNode json = tiny.json();
        assertEquals("weights tiny.safetensors has changed", json.path("changes").path(0).asText(), json.toString());
        assertTrue(json.path("first").asText().startsWith("cat-1: frame 1"), json.toString());
        assertEquals("a-rerun-1", json.path("kept").asText(), json.toString());
        assertEquals(List.of("a", "a-rerun-1"), entries());
        assertEquals(List.of("a", "a-rerun-1"), RunStore.in(runs).ids());
    }

    @Test
    void aResultThatSomebodyChangedIsTold() throws IOException {
        evaluate("tiny", "a");
        Path result = runs.resolve("a/results/cat-3.csv");
        String text = Files.readString(result);
        Files.writeString(result, text.replaceFirst("(?s)\n[0-9.]+,([^\n]*)\n$", "\n1.5,$1\n"));
        assertEquals(1, rerun("a"), tiny.err());
        assertTrue(tiny.out().contains("1 of 2 results") && tiny.out().contains("cat-3: frame 3")
                && tiny.out().contains("nothing that is known to decide results has changed"), tiny.out());
    }

    @Test
    void aTrackerOfABundleIsRunAgainAndWhatKeepsTooLittleIsRefused() throws IOException {
        registries.trackers().offer("correlation", new CorrelationTrackerFactory(), "test");
        evaluate("correlation", "c");
        assertEquals(0, rerun("c"), tiny.err());
        assertTrue(tiny.out().startsWith("c: 2 of 2"), tiny.out());
        Files.writeString(folder.resolve("own.csv"), "cat-1,a cat\ncat-3,a cat\n");
        evaluate("tiny", "own", "--sentence", folder.resolve("own.csv").toString());
        tiny.refused(2, rerun("own"), "sentences of a table", "evaluate tiny");
        Files.delete(runs.resolve("c/content.json"));
        tiny.refused(2, rerun("c"), "doesn't say what was evaluated");
        tiny.refused(2, rerun("d"), "unknown run \"d\"");
        assertFalse(entries().toString().contains("aside"), entries().toString());
    }
}
