package glad.shell.internal.ablate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.ablate.CellRunner;
import glad.ablate.CellStore;
import glad.ablate.CellTrainer;
import glad.ablate.Planner;
import glad.ablate.StaleCells;
import glad.ablate.SweepAnswer;
import glad.ablate.TrackerCells;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.Success;
import glad.jobs.JobQueue;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.runtime.WeightStore;
import glad.shell.ShellCommand;
import glad.shell.internal.DrawnPairs;
import glad.shell.internal.Drifting;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.jobs.CancelVerb;
import glad.shell.internal.jobs.HoldVerb;
import glad.shell.internal.jobs.JobsVerb;
import glad.shell.internal.jobs.LogsVerb;
import glad.shell.internal.jobs.ReleaseVerb;
import glad.shell.internal.jobs.RetryVerb;
import glad.shell.internal.jobs.WorkVerb;
import glad.shell.internal.results.ImportResultsVerb;
import glad.shell.internal.run.WatchVerb;
import glad.train.TrackerStageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblateVerbTest {

    private static final String SWEEP = """
            baseline: tiny
            factors: {search.factor: [5], sentence: [other]}
            datasets: [lasot]
            seeds: [1, 2]
            """;

    private static final Map<String, LaSot> DATASETS = Map.of("lasot", new LaSot());
    private static final String TRAINED = """
            baseline: {experiment: tiny, set: {training.data: [{pairs: drawn}], training.initial: [tiny.safetensors],
              training.checkpoints.updates: 1, training.stages: [{samples: 16, batch: 8, check_every: 16, check_pairs: 4, warm_up: 0}]}}
            datasets: [{id: lasot, sequences: [cat-1]}]
            """;

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static Datasets datasets;
    private static Metrics metrics;

    @TempDir
    private Path runs;

    /** Told of each training pair that is asked for. */
    private LongConsumer asked = index -> { };

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        Settings settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data-root", folder.resolve("data").toString(), false);
        for (String name : List.of("cat-1", "cat-3", "cat-18", "dog-1", "dog-7", "dog-15")) {
            Path place = folder.resolve("data/LaSOT").resolve(name.substring(0, 3)).resolve(name);
            TinyTracker.images(place.resolve("img"), 3);
            Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n21,10,30,24\n22,10,30,24\n");
            Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0");
            Files.writeString(place.resolve("out_of_view.txt"), "0,0,0");
            Files.writeString(place.resolve("nlp.txt"), "the animal " + name + "\n");
        }
        datasets = new Datasets(settings, Offered.datasets(DATASETS));
        metrics = new Metrics(Offered.metrics(Map.of("success", new Success())));
    }

    private int call(String... words) {
        JobQueue queue = JobQueue.in(runs);
        CellStore store = CellStore.in(runs);
        Registries registries = Offered.datasets(DATASETS);
        registries.stages().offer("tracker", new TrackerStageFactory(), "test");
        registries.pairs().offer("drawn", new DrawnPairs(index -> asked.accept(index)), "test");
        CellTrainer trainer = new CellTrainer(tiny.composer, new WeightStore(folder), tiny.loader(folder), datasets, registries, store);
        registries.trackers().offer("still", new Drifting(0), "test");
        registries.trackers().offer("gone", new Drifting(9), "test");
        TrackerCells trackers = new TrackerCells(registries, datasets, store);
        CellRunner runner = new CellRunner(tiny.loader(folder), new FeatureStore(folder.resolve("features"), 1 << 20, Duration.ZERO), datasets,
                metrics, store, trainer, trackers);
        ShellCommand verb = switch (words[0]) {
            case "ablate" -> new AblateVerb(new Planner(tiny.experiments, tiny.composer, datasets, store,
                    new StaleCells(tiny.loader(folder), tiny.composer, datasets, store, trainer), trainer, trackers), new SweepAnswer(datasets, metrics, store),
                    queue);
            case "work" -> new WorkVerb(queue, List.of(runner));
            case "jobs" -> new JobsVerb(queue);
            case "watch" -> new WatchVerb(queue);
            case "logs" -> new LogsVerb(queue);
            case "hold" -> new HoldVerb(queue);
            case "release" -> new ReleaseVerb(queue);
            case "cancel" -> new CancelVerb(queue);
            case "retry" -> new RetryVerb(queue);
            default -> throw new IllegalArgumentException(words[0]);
        };
        return tiny.run(verb, List.of(words));
    }

    private String sweep(String text) throws IOException {
        return Files.writeString(folder.resolve("parts.yaml"), text).toString();
    }

    private JsonNode json(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        assertEquals(0, call(all.toArray(String[]::new)), tiny.err());
        return tiny.json();
    }

    @Test
    void trackersThatAreNoExperimentsAreCellsToo() throws IOException {
        String file = sweep("{baseline: still, experiment: tiny, datasets: [{id: lasot, sequences: [cat-1, cat-3]}], seeds: [1, 2]}");
        assertEquals(List.of("tiny", "tiny", "still"), texts(json("ablate", file, "--plan").path("cells"), "variant"));
        json("ablate", file, "--no-worker");
        assertEquals(3, json("work").path("tasks").asInt());
        JsonNode plan = json("ablate", file, "--plan");
        assertEquals(0, texts(plan.path("cells"), "stale").stream().filter(reason -> !reason.isEmpty()).count(), plan.toString());
        JsonNode rows = json("ablate", file).path("comparisons").path(0).path("rows");
        assertEquals(List.of("still", "tiny"), texts(rows, "variant"), rows.toString());
        assertTrue(rows.path(0).path("value").asDouble() > 0 && rows.path(1).has("difference"), rows.toString());
        tiny.refused(2, call("ablate", sweep("{baseline: tiny, trackers: [stil], datasets: lasot}"), "--plan"), "\"stil\"", "still");
    }

    @Test
    void trackersAloneMayBeComparedAndABaselineWithoutOptionsHasNoFactors() throws IOException {
        String file = sweep("{baseline: still, trackers: [gone], datasets: [{id: lasot, sequences: [cat-*]}]}");
        json("ablate", file, "--no-worker");
        assertEquals(2, json("work").path("tasks").asInt());
        JsonNode rows = json("ablate", file).path("comparisons").path(0).path("rows");
        assertEquals(List.of("still", "gone"), texts(rows, "variant"), rows.toString());
        assertTrue(rows.path(1).path("difference").asDouble() < 0, rows.toString());
        tiny.refused(2, call("ablate", sweep("{baseline: still, factors: {search.factor: [5]}, datasets: lasot}"), "--plan"), "no experiment",
                "\"experiment\"");
        tiny.refused(2, call("ablate", sweep("{baseline: tiny, experiment: other, datasets: lasot}"), "--plan"), "names another one");
        tiny.refused(2, call("ablate", sweep("{baseline: stil, experiment: tiny, datasets: lasot}"), "--plan"), "did you mean \"still\"");
    }

    private static List<String> texts(JsonNode nodes, String key) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.path(key).asText()));
        return texts;
    }

    @Test
    void aSweepIsPlannedSubmittedWorkedOnAndAnswered() throws IOException {
        String file = sweep(SWEEP);
        JsonNode plan = json("ablate", file, "--plan");
        assertEquals(6, plan.path("cells").size(), plan.toString());
        assertEquals(6 * 6 * 3, plan.path("frames").asInt());
        assertTrue(plan.path("sees").path(0).path("difference").asDouble() > 10, plan.toString());
        assertEquals("parts-1", json("ablate", file, "--no-worker").path("job").asText());
        json("hold", "parts-1");
        assertEquals(0, json("work").path("tasks").asInt());
        assertEquals(0, call("jobs"));
        assertTrue(tiny.out().contains("parts-1") && tiny.out().contains("release"), tiny.out());
        json("release", "parts-1");
        json("cancel", "parts-1");
        assertEquals("cancelled", json("jobs", "parts-1").path("state").asText());
        assertEquals(0, call("retry", "parts-1", "--missing", "--no-worker"), tiny.err());
        assertEquals(6, json("work").path("tasks").asInt());
        assertEquals("done", json("watch", "parts-1").path("state").asText());
        JsonNode answer = json("ablate", file, "--csv", runs.resolve("a.csv").toString(), "--markdown", runs.resolve("a.md").toString(),
                "--latex", runs.resolve("a.tex").toString(), "--report", runs.resolve("r").toString());
        JsonNode rows = answer.path("comparisons").path(0).path("rows");
        assertEquals(List.of("baseline", "search.factor=5", "sentence=other"), rows.findValuesAsText("variant"));
        assertEquals(2, rows.path(1).path("runs").asInt());
        assertTrue(rows.path(1).path("low").asDouble() <= rows.path(1).path("difference").asDouble(), rows.toString());
        assertEquals("12/12", rows.path(2).path("identical").asText() + "/" + rows.path(2).path("results").asText(), rows.toString());
        assertEquals(1, rows.path(2).path("pHolm").asDouble(), rows.toString()); // the tracker reads no words
        assertTrue(answer.toString().contains("sentence=other gives the very boxes of the baseline in all 12 results"), answer.toString());
        assertTrue(Files.readString(runs.resolve("a.tex")).contains("\\toprule"));
        assertTrue(Files.readString(runs.resolve("a.md")).contains("| search.factor=5 |"));
        assertEquals(1 + 3, Files.readAllLines(runs.resolve("a.csv")).size());
        String page = Files.readString(runs.resolve("r/report.html"));
        assertTrue(page.contains("<circle") && page.contains("sentence&#61;other"), page);
        // What a table is read for must not lie beyond the edge of a window.
        assertTrue(page.matches("(?s).*td\\.verdict[^{]*\\{ white-space: normal; \\}.*<td class=\"verdict\".*"), page);
    }

    @Test
    void importedResultsAreVariantsOrTheBaseline() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("raw/theirs"));
        for (String name : List.of("cat-1", "cat-3", "cat-18")) {
            Files.writeString(theirs.resolve(name + ".txt"), "20,10,30,24\n".repeat(3));
        }
        assertEquals(0, tiny.run(new ImportResultsVerb(), List.of("import-results", theirs.toString(), "--as", "theirs", "--out",
                runs.resolve("imported").toString())), tiny.err());
        String text = "baseline: tiny\ndatasets: [{id: lasot, sequences: [cat-*]}]\nresults: {theirs: imported/theirs}\n";
        String file = sweep(text);
        json("ablate", file, "--no-worker");
        json("work");
        JsonNode rows = json("ablate", file).path("comparisons").path(0).path("rows");
        assertEquals(List.of("baseline", "theirs"), rows.findValuesAsText("variant"));
        double difference = rows.path(1).path("difference").asDouble();
        assertTrue(difference != 0, rows.toString());
        rows = json("ablate", sweep("baseline: imported/theirs\nexperiment: tiny\ndatasets: [{id: lasot, sequences: [cat-*]}]\n")).path("comparisons").path(0).path("rows");
        assertEquals(List.of("imported/theirs", "tiny"), rows.findValuesAsText("variant"));
        assertEquals(-difference, rows.path(1).path("difference").asDouble(), 1e-9);
        Files.delete(runs.resolve("imported/theirs/results/cat-3.csv"));
        assertTrue(json("ablate", sweep(text)).toString().contains("not shown: theirs, has results of this data for 2 of 3 sequences"), tiny.out());
        tiny.refused(2, call("ablate", sweep(text.replace("imported/theirs", "imported/thiers"))), "no run \"imported/thiers\"");
    }

    @Test
    void eachDeviceDoesATaskOfItsOwn() throws IOException {
        json("ablate", sweep(SWEEP), "--no-worker");
        assertEquals(6, json("work", "--device", "cpu,cpu").path("tasks").asInt());
        JsonNode job = json("jobs", "parts-1");
        assertEquals("done", job.path("state").asText(), job.toString());
        assertEquals(2, Set.copyOf(job.findValuesAsText("worker")).size(), job.toString());
    }

    @Test
    void finishedCellsAreReusedAndStaleOnesToldAndReplaced() throws IOException {
        String small = sweep("baseline: tiny\nfactors: {search.factor: [5]}\ndatasets: [{id: lasot, sequences: [cat-1]}]\n");
        json("ablate", small, "--no-worker");
        assertEquals(2, json("work").path("tasks").asInt());
        JsonNode more = json("ablate", sweep("baseline: tiny\nfactors: {search.factor: [5, 6]}\ndatasets: [{id: lasot, sequences: [cat-1]}]\n"), "--no-worker");
        assertEquals(1, more.path("tasks").asInt(), more.toString());
        // Somebody else's code made what is there of the third cell.
        String cell = json("ablate", folder.resolve("parts.yaml").toString(), "--plan").path("cells").path(2).path("id").asText();
        Path content = runs.resolve("cells").resolve(cell).resolve("content.json");
        Files.createDirectories(content.getParent());
        Files.writeString(content, "{\"bundle glad.nn\": \"old\"}");
        json("work");
        JsonNode stale = json("jobs", "parts-2");
        assertEquals("stale", stale.path("state").asText(), stale.toString());
        assertTrue(stale.path("tasks").path(0).path("note").asText().contains("backbone.depth was not set"), stale.toString());
        assertEquals(1, call("watch", "parts-2"));
        assertEquals(0, call("retry", "parts-2", "--stale", "--no-worker"), tiny.err());
        json("work");
        assertEquals("done", json("jobs", "parts-2").path("state").asText());
        try (Stream<Path> cells = Files.list(runs.resolve("cells"))) {
            assertEquals(1, cells.filter(path -> path.toString().contains(".stale-")).count());
        }
    }

    @Test
    void finishedCellsWhoseWeightsOrDataChangedAreStaleUntilTheyAreRetried() throws IOException {
        String file = sweep("baseline: tiny\nfactors: {search.factor: [5]}\ndatasets: [{id: lasot, sequences: [cat-1]}]\n");
        json("ablate", file, "--no-worker");
        json("work");
        assertEquals(2, json("ablate", file).path("finished").asInt());
        Path weights = folder.resolve("tiny.safetensors");
        byte[] before = Files.readAllBytes(weights);
        byte[] changed = before.clone();
        changed[changed.length - 4] ^= 1; // the last digit of the last number
        Path words = folder.resolve("data/LaSOT/cat/cat-1/nlp.txt");
        String sentence = Files.readString(words);
        try {
            Files.write(weights, changed);
            JsonNode plan = json("ablate", file, "--plan");
            assertEquals("weights tiny.safetensors has changed", plan.path("cells").path(0).path("stale").asText(), plan.toString());
            tiny.refused(1, call("ablate", file, "--answer"), "stale");
            JsonNode job = json("ablate", file, "--no-worker");
            assertEquals("0 2", job.path("tasks").asText() + " " + job.path("stale").asText());
            assertEquals(0, json("work").path("tasks").asInt());
            JsonNode stale = json("jobs", "parts-2");
            assertEquals("stale", stale.path("state").asText(), stale.toString());
            assertEquals("weights tiny.safetensors has changed", stale.path("tasks").path(1).path("note").asText(), stale.toString());
            assertEquals(0, call("retry", "parts-2", "--stale", "--no-worker"), tiny.err());
            assertEquals(2, json("work").path("tasks").asInt());
            assertEquals(2, json("ablate", file).path("finished").asInt());
            Files.writeString(words, "another animal\n");
            plan = json("ablate", file, "--plan");
            assertTrue(plan.path("cells").path(1).path("stale").asText().contains("sentence or number of frames of sequence \"cat-1\""),
                    plan.toString());
        } finally {
            Files.write(weights, before);
            Files.writeString(words, sentence);
        }
    }

    @Test
    void variantsOfATrainingAreTrainedOnceEachAndEvaluatedWithWhatCameOfIt() throws IOException {
        String file = sweep(TRAINED + "factors: {training.stages.1.learning_rate: [0.01], sentence: [other]}\nseeds: [1]\n");
        JsonNode plan = json("ablate", file, "--plan");
        assertEquals("3 2 32", plan.path("cells").size() + " " + plan.path("trainings") + " " + plan.path("examples"), plan.toString());
        json("ablate", file, "--no-worker");
        assertEquals(3, json("work", "--device", "cpu,cpu").path("tasks").asInt());
        plan = json("ablate", file, "--plan");
        assertEquals(0, plan.path("trainings").asInt(), plan.toString());
        List<String> made = plan.path("cells").findValuesAsText("training");
        assertEquals(2, Set.copyOf(made).size(), made.toString());
        assertEquals(made.get(0), made.get(2), "a sentence says nothing of the training");
        Set<Integer> weights = new HashSet<>();
        for (String id : made) {
            weights.add(Arrays.hashCode(Files.readAllBytes(runs.resolve("trainings").resolve(id).resolve("weights.safetensors"))));
        }
        assertEquals(2, weights.size(), "another rate gives other weights");
        String content = Files.readString(runs.resolve("cells").resolve(plan.path("cells").path(0).path("id").asText()).resolve("content.json"));
        assertTrue(content.contains(made.get(0)), content);
        JsonNode rows = json("ablate", file).path("comparisons").path(0).path("rows");
        assertEquals("1", rows.path(2).path("identical").asText(), rows.toString());

        Path initial = folder.resolve("tiny.safetensors");
        byte[] before = Files.readAllBytes(initial);
        byte[] changed = before.clone();
        changed[changed.length - 4] ^= 1;
        try {
            Files.write(initial, changed);
            plan = json("ablate", file, "--plan");
            assertEquals("its training: initial weights tiny.safetensors has changed", plan.path("cells").path(0).path("stale").asText(), plan.toString());
            json("ablate", file, "--no-worker");
            assertEquals(0, call("retry", "parts-2", "--stale", "--no-worker"), tiny.err());
            assertEquals(3, json("work").path("tasks").asInt());
            assertEquals(3, json("ablate", file).path("finished").asInt());
        } finally {
            Files.write(initial, before);
        }
    }

    @Test
    void aTrainingWhoseWorkerDiedGoesOnFromItsCheckpoint() throws IOException {
        String file = sweep(TRAINED + "train: true\nfactors: {sentence: [other]}\n");
        asked = index -> {
            if (index >= 8 && index < 16) { // of the second update
                throw new IllegalStateException("died");
            }
        };
        json("ablate", file, "--no-worker");
        json("work");
        assertEquals("failed", json("jobs", "parts-1").path("state").asText());
        String id = json("ablate", file, "--plan").path("cells").path(0).path("training").asText();
        Path training = runs.resolve("trainings").resolve(id);
        assertTrue(Files.exists(training.resolve("checkpoint.safetensors")) && !Files.exists(training.resolve("weights.safetensors")));
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        asked = seen::add;
        assertEquals(0, call("retry", "parts-1", "--failed", "--no-worker"), tiny.err());
        assertEquals(2, json("work").path("tasks").asInt());
        assertTrue(Files.exists(training.resolve("weights.safetensors")));
        assertTrue(seen.contains(8L) && !seen.contains(5L), "it went on at the second update: " + seen);
        assertEquals(2, json("ablate", file).path("finished").asInt());
    }

    @Test
    void aTrainingThatIsWrongIsRefusedBeforeAnythingRuns() throws IOException {
        tiny.refused(2, call("ablate", sweep(TRAINED + "factors: {training.stages.1.learning_rat: [0.1]}\n")), "variant \"training.stages.1.learning_rat=0.1\"",
                "did you mean \"learning_rate\"");
        tiny.refused(2, call("ablate", sweep("baseline: tiny\ntrain: true\nfactors: {backbone.heads: [4]}\ndatasets: [lasot]\n")), "variant \"baseline\"",
                "no \"stages\"");
    }

    @Test
    void whatDoesntComposeIsLeftOutAndASlipIsRefused() throws IOException {
        JsonNode plan = json("ablate", sweep("baseline: tiny\nfactors: {backbone.heads: [2, 3]}\ndatasets: [lasot]\n"), "--plan");
        assertEquals(1, plan.path("cells").size(), plan.toString());
        assertEquals("backbone.heads=3", plan.path("leftOut").path(0).path("variant").asText(), plan.toString());
        assertEquals("baseline", plan.path("same").path(0).path("as").asText(), plan.toString());
        tiny.refused(2, call("ablate", sweep("baseline: tiny\nfactors: {backbone.haeds: [2]}\ndatasets: [lasot]\n")), "did you mean \"heads\"");
        tiny.refused(2, call("ablate", sweep("baseline: tiny\nfactors: {backbone.id: [mae-vti]}\ndatasets: [lasot]\n")), "did you mean \"mae-vit\"");
        tiny.refused(2, call("ablate", sweep("baseline: tinny\nfactors: {seed: [1]}\ndatasets: [lasot]\n")), "did you mean \"tiny\"");
        tiny.refused(2, call("jobs", "parts-9"), "unknown job \"parts-9\"");
        tiny.refused(2, call("retry", "parts-9"), "--failed, --missing or --stale");
        tiny.refused(2, call("work", "--device", "cup"), "\"cup\"");
    }

    @Test
    void logsShowTheFailureFirst() throws IOException {
        json("ablate", sweep("baseline: tiny\nfactors: {sentence: [class]}\ndatasets: [{id: lasot, sequences: ['cat-*']}]\n"), "--no-worker");
        Files.createDirectories(runs.resolve("cells"));
        String cell = json("ablate", folder.resolve("parts.yaml").toString(), "--plan").path("cells").path(1).path("id").asText();
        Files.writeString(runs.resolve("cells").resolve(cell), "a file where a folder should be");
        json("work");
        assertEquals(0, call("logs", "parts-1"));
        assertTrue(tiny.out().startsWith("0002 failed: sentence=class"), tiny.out());
        assertEquals(1, call("watch", "parts-1"));
        assertTrue(tiny.err().contains("can't be made"), tiny.err());
    }
}
