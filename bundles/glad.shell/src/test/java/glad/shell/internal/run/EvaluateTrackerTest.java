package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.Success;
import glad.eval.protocols.internal.OnePass;
import glad.eval.protocols.internal.SpatialRobustness;
import glad.eval.protocols.internal.TemporalRobustness;
import glad.jobs.JobQueue;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.internal.Drifting;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.results.AnalyzeVerb;
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

/** A bundle's tracker, which has no experiment, evaluated, compared and analysed by its id; and by which protocol. */
class EvaluateTrackerTest {

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static Datasets datasets;
    private static Metrics metrics;
    private static Registries registries;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = new TinyTracker(folder, "random");
        registries = Offered.datasets(Map.of("lasot", new LaSot()));
        registries.trackers().offer("still", new Drifting(0), "test");
        registries.trackers().offer("drifting", new Drifting(2), "test");
        registries.protocols().offer("one-pass", new OnePass(), "test");
        registries.protocols().offer("temporal-robustness", new TemporalRobustness(), "test");
        registries.protocols().offer("spatial-robustness", new SpatialRobustness(), "test");
        registries.metrics().offer("success", new Success(), "test");
        metrics = new Metrics(registries);
        Settings settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data.lasot", folder.resolve("LaSOT").toString(), false);
        Path place = folder.resolve("LaSOT/cat/cat-1");
        TinyTracker.images(place.resolve("img"), 22);
        Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n".repeat(22));
        Files.writeString(place.resolve("full_occlusion.txt"), "0,".repeat(21) + "0");
        Files.writeString(place.resolve("out_of_view.txt"), "0,".repeat(21) + "0");
        Files.writeString(place.resolve("nlp.txt"), "a grey cat\n");
        datasets = new Datasets(settings, registries);
    }

    private static int evaluate(String tracker, String run, String... more) {
        List<String> words = new ArrayList<>(List.of("evaluate", tracker, "--dataset", "lasot", "--sequences", "cat-1", "--out",
                folder.resolve(run).toString()));
        words.addAll(List.of(more));
        FeatureStore features = new FeatureStore(folder.resolve("features"), 1 << 30, Duration.ZERO);
        return tiny.run(new EvaluateVerb(tiny.models(folder), features, datasets, metrics, registries, JobQueue.in(folder)), words);
    }

    private static JsonNode figures(String tracker, String run, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--json");
        assertEquals(0, evaluate(tracker, run, words.toArray(String[]::new)), tiny.err());
        return tiny.json();
    }

    private static JsonNode analysis(String... runs) throws IOException {
        String places = String.join(",", List.of(runs).stream().map(run -> folder.resolve(run).toString()).toList());
        assertEquals(0, tiny.run(new AnalyzeVerb(datasets, metrics),
                List.of("analyze", "--results", places, "--dataset", "lasot", "--json")), tiny.err());
        return tiny.json();
    }

    @Test
    void aBundlesTrackerIsEvaluatedComparedAndAnalysedByItsId() throws IOException {
        JsonNode json = figures("still", "still", "--trackers", "drifting", "--workers", "2");
        double still = json.at("/trackers/still/metrics/success/value").asDouble();
        double drifting = json.at("/trackers/drifting/metrics/success/value").asDouble();
        assertTrue(still > 95 && drifting < 60, json.toString());
        assertEquals("still", json.at("/provenance/experiment").asText());
        assertTrue(Files.readString(folder.resolve("still/report.html")).contains("drifts 0.0 pixels a frame"));
        assertEquals("still", new JsonMapper().readTree(Files.readString(folder.resolve("still/content.json"))).path("tracker").asText());
        JsonNode again = figures("drifting", "drifting");
        assertEquals(drifting, again.at("/trackers/drifting/metrics/success/value").asDouble());
        JsonNode together = analysis("still", "drifting");
        assertEquals(still, together.at("/trackers/still/metrics/success/value").asDouble());
        assertEquals(drifting, together.at("/trackers/drifting/metrics/success/value").asDouble());
        tiny.refused(2, evaluate("drifting", "still"), "tracker was \"still\" and is \"drifting\"");
    }

    @Test
    void aTrackerThatSaysThatItIsAnotherGetsAFolderOfItsOwn() throws IOException {
        Drifting before = new Drifting(1);
        registries.trackers().offer("own", before, "test");
        JsonNode first = figures("own", "own");
        registries.trackers().withdraw(before);
        registries.trackers().offer("own", new Drifting(3), "test");
        tiny.refused(2, evaluate("own", "own"), "tracker step was \"1.0\" and is \"3.0\"");
        assertTrue(figures("own", "other").at("/trackers/own/metrics/success/value").asDouble()
                < first.at("/trackers/own/metrics/success/value").asDouble());
    }

    @Test
    void whatBelongsToExperimentsIsRefusedForIt() {
        tiny.refused(2, evaluate("still", "refused", "--precision", "bf16"), "\"--precision\" belongs to experiments");
        tiny.refused(2, evaluate("still", "refused", "--batch", "2"), "\"--batch\" belongs to experiments");
        tiny.refused(2, evaluate("still", "refused", "--sentence", "loud"), "unknown sentence \"loud\"");
        tiny.refused(2, evaluate("stil", "refused"), "unknown experiment or tracker \"stil\"; did you mean \"still\"?");
        tiny.refused(2, evaluate("still", "refused", "--protocol", "one-pas"), "unknown protocol \"one-pas\"");
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    @Test
    void aProtocolsRunsAreTrackedMeasuredAndAnalysedAsSequences() throws IOException {
        JsonNode temporal = figures("drifting", "temporal", "--protocol", "temporal-robustness");
        assertEquals("3/3", temporal.at("/trackers/drifting/coverage").asText(), temporal.toString());
        assertEquals("lasot, temporal-robustness", temporal.path("data").asText());
        double first = temporal.at("/perSequence/cat-1@0/drifting/metrics/success/value").asDouble();
        double last = temporal.at("/perSequence/cat-1@2/drifting/metrics/success/value").asDouble();
        assertTrue(last > first, "fewer frames to drift in: " + temporal);
        assertEquals(22 - 2 + 2, Files.readAllLines(folder.resolve("temporal/results/cat-1@2.csv")).size());
        JsonNode spatial = figures("still", "spatial", "--protocol", "spatial-robustness");
        assertEquals("12/12", spatial.at("/trackers/still/coverage").asText());
        assertTrue(Files.readAllLines(folder.resolve("spatial/results/cat-1@left.csv")).get(2).startsWith("17.0,10.0,30.0,24.0,"),
                Files.readString(folder.resolve("spatial/results/cat-1@left.csv")));
        tiny.refused(2, evaluate("still", "spatial"), "protocol was \"spatial-robustness\" and is not set");
        JsonNode analysed = analysis("spatial", "temporal");
        assertEquals("protocol=spatial-robustness", analysed.at("/tables/0/differs").asText(), analysed.toString());
        assertEquals(spatial.at("/trackers/still/metrics/success/value"), analysed.at("/tables/0/trackers/still/metrics/success/value"));
        assertEquals(temporal.at("/trackers/drifting/metrics/success/value"),
                analysed.at("/tables/1/trackers/drifting/metrics/success/value"));
        assertEquals("lasot, spatial-robustness", analysis("spatial").path("data").asText());
    }
}
