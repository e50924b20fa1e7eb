package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.got10k.internal.Got10k;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.FramesPerSecond;
import glad.eval.metrics.Success;
import glad.jobs.JobQueue;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code evaluate} with a tiny model on miniatures of datasets that the settings know. */
class EvaluateVerbTest {

    /** Language, a small diffusion module and what fuses its features, over the experiment's own parts. */
    private static final List<String> DIFFUSION = List.of("--weights", "random", "--set", "text={id: clip-text,"
            + " vocabulary: 256, width: 16, layers: 1, heads: 2, length: 16}", "--set", "diffusion={id: sd-lcm,"
            + " vae_channels: [16, 32], vae_layers: 1, vae_groups: 8, unet_channels: [32, 32, 64], unet_layers: 1, groups: 8,"
            + " heads: 2}", "--set", "fusion={id: glad-decoder, heads: 2, pool_heads: 4}");

    private static final String BOTH = "cat-1,cat-3";

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static Settings settings;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data-root", folder.resolve("data").toString(), false);
        lasot("cat-1");
        lasot("cat-3");
        Path test = folder.resolve("data/GOT-10k/test");
        TinyTracker.images(test.resolve("GOT-10k_Test_000001"), 3);
        Files.writeString(test.resolve("GOT-10k_Test_000001/groundtruth.txt"), "20,10,30,24\n");
        Files.writeString(test.resolve("list.txt"), "GOT-10k_Test_000001\n");
    }

    @Test
    void findsDatasetsByTheSettingsAndRunsOneAfterTheOther() throws IOException {
        JsonNode json = evaluate(0, "lasot,got10k", "two", "--sequences", "cat-1,cat-3,GOT*");
        JsonNode lasot = json.path("datasets").path("lasot").path("trackers").path("tiny");
        assertEquals("2/2", lasot.path("coverage").asText(), json.toString());
        assertTrue(lasot.path("metrics").path("success").path("value").isNumber(), json.toString());
        assertTrue(Files.exists(folder.resolve("two/lasot/results/cat-3.csv")));
        assertFalse(json.path("datasets").path("got10k").path("measured").asBoolean(true), json.toString());
        assertTrue(Files.exists(folder.resolve("two/got10k/results/GOT-10k_Test_000001.csv")));
    }

    @Test
    void whatTheTrackerIsToldDecidesWhichResultItIs() throws IOException {
        evaluate(0, "lasot", "told", "--sequences", "cat-1");
        String written = hash("told");
        for (String mode : List.of("official", "class", "none")) {
            evaluate(0, "lasot", "told-" + mode, "--sequences", "cat-1", "--sentence", mode);
            assertNotEquals(written, hash("told-" + mode), mode);
        }
        Files.writeString(folder.resolve("own.csv"), "cat-1,\"a cat, asleep\"\nCat-3,typo\n");
        JsonNode own = evaluate(1, "lasot", "told-own", "--sequences", BOTH, "--sentence",
                folder.resolve("own.csv").toString());
        assertNotEquals(written, hash("told-own"));
        assertTrue(tiny.err().contains("no sequence of lasot: Cat-3"), tiny.err());
        assertTrue(own.path("problems").path(0).asText().contains("no sentence for \"cat-3\""), own.toString());
        assertTrue(own.path("provenance").path("command").asText().contains("own.csv"), own.toString());
    }

    @Test
    void wrongRequestsAreRefusedBeforeAnythingRuns() throws IOException {
        tiny.refused(2, call("lasot", "wrong", "--sentence", "offical"), "\"offical\"", "official");
        tiny.refused(2, call("lasot", "wrong", "--sentence", "gone.csv"), "\"gone.csv\"");
        tiny.refused(2, call("lasot", "wrong", "--sequences", "cat1"), "\"cat1\"", "cat-1");
        tiny.refused(2, call("lasot,got10k", "wrong", "--data", folder.toString()), "--data");
        tiny.refused(2, call("lassot", "wrong"), "did you mean \"lasot\"");
        tiny.refused(2, call("lasot", "wrong", "--run", "wide"), "--run", "--out");
        tiny.refused(2, call("lasot", "wrong", "--device", "cpu,tpu"), "\"tpu\"", "expected cpu, gpu0");
        assertFalse(Files.exists(folder.resolve("wrong")));
        Path file = Files.writeString(folder.resolve("file"), "");
        tiny.refused(1, call("lasot", "file/below"), "\"" + file.resolve("below") + "\" can't be made");
        tiny.refused(2, tiny.run(verb(), List.of("evaluate", "tiny", "--dataset", "lasot", "--run", "../wide")),
                "\"../wide\" can't name a folder");
    }

    @Test
    void aRunFolderTakesMoreOfTheSameRunAndNothingElse() throws IOException {
        evaluate(0, "lasot", "mine", "--sequences", "cat-1");
        Map<String, String> before = results("mine");
        tiny.refused(2, call("lasot", "mine", "--set", "search.factor=5"), "holds results of another run",
                "search.factor was not set and is \"5\"", "--run");
        tiny.refused(2, call("lasot", "mine", "--sentence", "none"), "sentence was not set and is \"none\"");
        tiny.refused(2, call("lasot", "mine", "--precision", "bf16"), "precision was \"fp32\" and is \"bf16\"");
        tiny.refused(2, call("lasot", "mine", "--set", "precision=fp32,head=bf16"),
                "precision was \"fp32\" and is \"fp32,head=bf16\"");
        tiny.refused(2, call("got10k", "mine"), "dataset was \"lasot\" and is \"got10k\"");
        assertEquals(before, results("mine"));
        JsonNode more = evaluate(0, "lasot", "mine", "--sequences", BOTH, "--set", "description=the same");
        assertEquals(2, more.at("/trackers/tiny/metrics/success/measured").asInt(), more.toString());
        assertEquals(before.get("cat-1.csv"), results("mine").get("cat-1.csv"));
        assertEquals("the same", tiny.experiments.read(folder.resolve("mine/experiment.yaml").toString(), List.of())
                .description());
        before = results("mine");
        Files.writeString(folder.resolve("mine/content.json"), ""); // as after a power cut
        tiny.refused(2, call("lasot", "mine", "--set", "search.factor=5"), "holds results of another run", "--run");
        evaluate(0, "lasot", "mine", "--sequences", BOTH);
        assertEquals(before, results("mine"));
    }

    @Test
    void askedToStopItKeepsWhatIsFinishedAndSaysHowToGoOn() throws IOException {
        evaluate(0, "lasot", "stopped", "--sequences", "cat-1");
        Map<String, String> before = results("stopped");
        Thread.currentThread().interrupt();
        int code = call("lasot", "stopped", "--sequences", BOTH);
        assertEquals(1, code, tiny.err());
        assertTrue(tiny.out().contains("stopped") && tiny.out().contains("the same command goes on"), tiny.out() + tiny.err());
        assertFalse(Thread.interrupted());
        assertEquals(before, results("stopped"));
        JsonNode rest = evaluate(0, "lasot", "stopped", "--sequences", BOTH);
        assertEquals(2, rest.at("/trackers/tiny/metrics/success/measured").asInt(), rest.toString());
    }

    @Test
    void repeatedRunsHaveTheirOwnSeedsAndAMeanWithItsInterval() throws IOException {
        String[] three = {"--weights", "random", "--runs", "3", "--sequences", BOTH};
        JsonNode json = evaluate(0, "lasot", "again", three);
        List<Double> each = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            JsonNode one = json.path("datasets").path("lasot_00" + run);
            each.add(one.path("trackers").path("tiny").path("metrics").path("success").path("value").asDouble());
            assertEquals(run - 1, one.path("provenance").path("seed").asInt());
        }
        assertNotEquals(results("again_001"), results("again_002"));
        assertNotEquals(results("again_002"), results("again_003"));
        double mean = each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double deviation = Math.sqrt(each.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / 2);
        JsonNode success = json.path("repeated").path("lasot").path("tiny").path("metrics").path("success");
        assertEquals(mean, success.path("value").asDouble(), 1e-9);
        assertEquals(4.303 * deviation / Math.sqrt(3), success.path("interval95").asDouble(), 1e-9);
        assertEquals(3, success.path("runs").asInt());
        Map<String, String> before = results("again_002");
        Files.delete(folder.resolve("again_002/results/cat-3.csv"));
        FileTime kept = Files.getLastModifiedTime(folder.resolve("again_002/results/cat-1.csv"));
        assertEquals(0, call("lasot", "again", three));
        assertTrue(tiny.out().contains("±"), tiny.out());
        assertEquals(before, results("again_002"));
        assertEquals(kept, Files.getLastModifiedTime(folder.resolve("again_002/results/cat-1.csv")));
    }

    @Test
    void severalDevicesShareTheSequencesAndFindTheSame() throws IOException {
        evaluate(0, "lasot", "one", "--sequences", BOTH);
        for (String workers : List.of("1", "2")) {
            JsonNode json = evaluate(0, "lasot", "two-" + workers, "--sequences", BOTH, "--device", "cpu,cpu", "--workers", workers);
            assertEquals("cpu,cpu", json.path("provenance").path("device").asText());
            assertEquals(results("one"), results("two-" + workers));
        }
    }

    @Test
    void laterRunsReadTheDiffusionFeaturesOfEarlierOnes() throws IOException {
        JsonNode first = features("cache-1");
        assertEquals(0, first.path("startedFromCache").asInt(), first.toString());
        assertTrue(speed(first).isNumber(), first.toString());
        JsonNode second = features("cache-2");
        assertEquals(2, second.path("startedFromCache").asInt(), second.toString());
        assertTrue(speed(second).isNull(), second.toString());
        assertTrue(tiny.err().contains("no speed is given for 2 sequences"), tiny.err());
        assertEquals(results("cache-1"), results("cache-2"));
        assertEquals("NaN", Files.readAllLines(folder.resolve("cache-2/times/cat-1.csv")).get(2));
        JsonNode anew = features("cache-3", "--no-cache");
        assertEquals(0, anew.path("startedFromCache").asInt(), anew.toString());
        assertTrue(speed(anew).isNumber(), anew.toString());
        assertEquals(results("cache-1"), results("cache-3"));
        JsonNode looked = features("cache-look", "--look", "score");
        assertEquals(0, looked.path("startedFromCache").asInt(), looked.toString());
        assertEquals(results("cache-1"), results("cache-look"));
        assertTrue(Files.size(folder.resolve("cache-look/look/cat-3/000002-score.jpg")) > 0);
        JsonNode ablation = features("cache-4", "--set", "search.factor=5");
        assertEquals(2, ablation.path("startedFromCache").asInt(), ablation.toString());
        assertNotEquals(results("cache-1"), results("cache-4"));
    }

    private JsonNode features(String run, String... more) throws IOException {
        List<String> words = new ArrayList<>(DIFFUSION);
        words.addAll(List.of("--sequences", BOTH));
        words.addAll(List.of(more));
        return evaluate(0, "lasot", run, words.toArray(String[]::new));
    }

    private static JsonNode speed(JsonNode json) {
        return json.path("trackers").path("tiny").path("metrics").path("frames-per-second").path("value");
    }

    /** Returns the text of every result file of a run by its name. */
    private static Map<String, String> results(String run) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(run).resolve("results"))) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static String hash(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("results/cat-1.csv")).get(0);
    }

    private JsonNode evaluate(int code, String datasets, String run, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--json");
        assertEquals(code, call(datasets, run, words.toArray(String[]::new)), tiny.err());
        return tiny.json();
    }

    private static EvaluateVerb verb() {
        Metrics metrics = new Metrics(Offered.metrics(Map.of("success", new Success(), "frames-per-second", new FramesPerSecond())));
        return new EvaluateVerb(tiny.models(folder),
                new FeatureStore(folder.resolve("features"), 1 << 30, Duration.ZERO),
                new Datasets(settings, Offered.datasets(Map.of("lasot", new LaSot(), "got10k", new Got10k()))), metrics, new Registries(), JobQueue.in(folder));
    }

    private int call(String datasets, String run, String... more) {
        List<String> words = new ArrayList<>(
                List.of("evaluate", "tiny", "--dataset", datasets, "--out", folder.resolve(run).toString()));
        words.addAll(List.of(more));
        return tiny.run(verb(), words);
    }

    private static void lasot(String name) throws IOException {
        Path place = folder.resolve("data/LaSOT/cat").resolve(name);
        TinyTracker.images(place.resolve("img"), 3);
        Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n21,10,30,24\n22,10,30,24\n");
        Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0");
        Files.writeString(place.resolve("out_of_view.txt"), "0,0,0");
        Files.writeString(place.resolve("nlp.txt"), "a grey cat, running\n");
    }
}
