package glad.shell.internal.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.files.internal.Layout;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.Success;
import glad.jobs.JobQueue;
import glad.runs.RunStore;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.run.EvaluateVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a tiny model on a miniature of a dataset, beside each other. */
class CompareVerbTest {

    private static final List<String> CATS = List.of("cat-1", "cat-3");

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static Datasets datasets;
    private static Metrics metrics;
    private static Path runs;

    @BeforeAll
    static void evaluate() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        Registries registries = Offered.datasets(Map.of("lasot", new LaSot()));
        registries.metrics().offer("success", new Success(), "test");
        metrics = new Metrics(registries);
        Settings settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data.lasot", folder.resolve("LaSOT").toString(), false);
        for (String name : CATS) {
            Path place = folder.resolve("LaSOT/cat").resolve(name);
            TinyTracker.images(place.resolve("img"), 4);
            Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n".repeat(4));
            Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0,0");
            Files.writeString(place.resolve("out_of_view.txt"), "0,0,0,0");
            Files.writeString(place.resolve("nlp.txt"), "a grey cat\n");
        }
        datasets = new Datasets(settings, registries);
        runs = folder.resolve("runs");
        for (List<String> run : List.of(List.of("a"), List.of("wide", "--set", "search.factor=6", "--sentence", "none"), List.of("same"))) {
            List<String> words = new ArrayList<>(List.of("evaluate", "tiny", "--dataset", "lasot", "--sequences", "cat-1,cat-3", "--out",
                    runs.resolve(run.get(0)).toString()));
            words.addAll(run.subList(1, run.size()));
            FeatureStore features = new FeatureStore(folder.resolve("features"), 1 << 30, Duration.ZERO);
            assertEquals(0, tiny.run(new EvaluateVerb(tiny.models(folder), features, datasets, metrics, registries, JobQueue.in(folder)), words), tiny.err());
        }
    }

    private static int compare(String... words) {
        List<String> all = new ArrayList<>(List.of("compare"));
        all.addAll(List.of(words));
        return tiny.run(new CompareVerb(RunStore.in(runs), datasets, metrics, tiny.models(folder)), all);
    }

    @Test
    void whatDiffersAndWhereTwoRunsPartIsToldAndDrawn() throws IOException {
        Path report = folder.resolve("report");
        assertEquals(0, compare("a", "wide", "--why", "--report", report.toString(), "--json"), tiny.err());
        JsonNode json = tiny.json();
        assertEquals("none", json.path("differences").path("sentence").path(1).asText(), json.toString());
        assertEquals("6", json.path("differences").path("search.factor").path(1).asText());
        JsonNode parting = json.path("partings").path(0);
        assertTrue(CATS.contains(parting.path("sequence").asText()), json.toString());
        assertEquals(1, parting.path("differsFrom").asInt());
        String page = Files.readString(report.resolve("report.html"));
        assertEquals(4, page.split("data:image/png", -1).length - 1, "two sequences, two trackers");
        assertTrue(page.contains("the score map over it; told &quot;a grey cat&quot;") && page.contains("told nothing"), page);
        assertTrue(!page.contains("finds another box"), "looking again gives the run's own boxes");
    }

    @Test
    void theLeastThatPartsTwoRunsIsWrittenAndReplays() throws IOException {
        Path minimal = folder.resolve("minimal");
        assertEquals(0, compare("a", "wide", "--minimal", minimal.toString(), "--json"), tiny.err());
        JsonNode json = tiny.json();
        assertEquals(6, json.path("needed").path("search.factor").asInt(), json.toString());
        assertEquals(List.of("sentence"), List.of(json.path("spare").path(0).asText()), "a tracker without words doesn't need it");
        assertEquals(1, json.path("needed").size(), json.toString());
        assertEquals(1, json.path("to").asInt() - json.path("from").asInt(), "two frames are enough: " + json);
        tiny.refused(2, compare("a", "wide", "--minimal", minimal.toString()), "is there already");
        tiny.refused(2, compare("a", "same", "--minimal", folder.resolve("none").toString()), "the same in all 2 sequences");
        Registries registries = Offered.datasets(Map.of("layout", new Layout()));
        registries.metrics().offer("success", new Success(), "test");
        Datasets layout = new Datasets(new Settings(folder.resolve("settings.yaml")), registries);
        for (String name : List.of("first", "second")) {
            assertTrue(Files.readString(minimal.resolve("replay.glad")).contains("evaluate " + name + ".yaml --dataset layout --data ."));
            assertEquals(0, tiny.run(new EvaluateVerb(tiny.models(folder), new FeatureStore(folder.resolve("features"), 1 << 30, Duration.ZERO), layout,
                    metrics, registries, JobQueue.in(folder)), List.of("evaluate", minimal.resolve(name + ".yaml").toString(), "--dataset", "layout",
                    "--data", minimal.toString(), "--out", minimal.resolve("runs").resolve(name).toString())), tiny.err());
        }
        assertEquals(0, tiny.run(new CompareVerb(RunStore.in(minimal.resolve("runs")), layout, metrics, tiny.models(folder)),
                List.of("compare", "first", "second", "--data", minimal.toString(), "--why", "--json")), tiny.err());
        JsonNode parting = tiny.json().path("partings").path(0);
        assertEquals(1, parting.path(json.path("apart").asBoolean() ? "partsIn" : "differsFrom").asInt(), parting.toString());
        assertEquals(json.path("overlap").asDouble(), parting.path("overlap").asDouble(), 1e-12, "the very boxes of the search");
    }

    @Test
    void theFirstRunIsTheBaseline() throws IOException {
        assertEquals(0, compare("wide", "a", "same"), tiny.err());
        assertTrue(tiny.out().contains("a - wide") && tiny.out().contains("same - wide") && !tiny.out().contains("wide - "), tiny.out());
        assertEquals(0, compare("a", "same", "--why"), tiny.err());
        assertTrue(tiny.out().contains("The boxes are the same in all 2 sequences."), tiny.out());
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        tiny.refused(2, compare("a", "b"), "unknown run \"b\"");
        tiny.refused(2, compare("a", "a"), "names a run twice");
        tiny.refused(2, compare("a", "wide", "same", "--why"), "--why looks at two");
    }
}
