package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Picture;
import glad.api.data.Dataset;
import glad.api.model.PartFactory;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.datasets.got10k.internal.Got10k;
import glad.datasets.lasot.internal.LaSot;
import glad.diffusion.fusion.internal.NoFusionFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.NoDiffusionFactory;
import glad.eval.metrics.Success;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.media.PictureFile;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.Settings;
import glad.runtime.WeightStore;
import glad.text.clip.internal.NoTextFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code evaluate} with a tiny model on miniatures of datasets that the settings know. */
class EvaluateVerbTest {

    @TempDir
    private static Path folder;
    private static Parts parts;
    private static Composer composer;
    private static Settings settings;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        parts = new Parts();
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        composer = new Composer(parts);
        Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                weights: tiny.safetensors
                """);
        Experiment tiny = new Experiments(folder).read("tiny", List.of());
        try (Model model = composer.compose(tiny.model(), Placement.cpu())) {
            model.save(folder.resolve("tiny.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        }
        settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data-root", folder.resolve("data").toString(), false);
        lasot("cat-1");
        lasot("cat-3");
        Path test = folder.resolve("data/GOT-10k/test");
        pictures(test.resolve("GOT-10k_Test_000001"));
        Files.writeString(test.resolve("GOT-10k_Test_000001/groundtruth.txt"), "20,10,30,24\n");
        Files.writeString(test.resolve("list.txt"), "GOT-10k_Test_000001\n");
    }

    @Test
    void findsDatasetsByTheSettingsAndRunsOneAfterTheOther() throws IOException {
        JsonNode json = evaluate(0, "lasot,got10k", "two", "--sequences", "cat-1,cat-3,GOT*");
        JsonNode lasot = json.path("datasets").path("lasot").path("trackers").path("tiny");
        assertEquals(2, lasot.path("finished").asInt(), json.toString());
        assertTrue(lasot.path("metrics").path("success").isNumber(), json.toString());
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
        Files.writeString(folder.resolve("own.csv"), "cat-1,\"a cat, asleep\"\n");
        JsonNode own = evaluate(1, "lasot", "told-own", "--sequences", "cat-1,cat-3", "--sentence",
                folder.resolve("own.csv").toString());
        assertNotEquals(written, hash("told-own"));
        assertTrue(own.path("problems").path(0).asText().contains("no sentence for \"cat-3\""), own.toString());
        assertTrue(own.path("provenance").path("command").asText().contains("own.csv"), own.toString());
    }

    @Test
    void wrongRequestsAreRefusedBeforeAnythingRuns() throws IOException {
        assertEquals(2, call("lasot", "wrong", "--sentence", "offical"));
        assertTrue(err.toString().contains("\"offical\"") && err.toString().contains("official"), err.toString());
        assertEquals(2, call("lasot", "wrong", "--sentence", "gone.csv"));
        assertEquals(2, call("lasot", "wrong", "--sequences", "cat1"));
        assertEquals(2, call("lasot,got10k", "wrong", "--data", folder.toString()));
        assertEquals(2, call("lassot", "wrong"));
        assertFalse(Files.exists(folder.resolve("wrong")));
    }

    private static String hash(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("results/cat-1.csv")).get(0);
    }

    private JsonNode evaluate(int code, String datasets, String run, String... more) throws IOException {
        String[] all = new String[more.length + 1];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "--json";
        assertEquals(code, call(datasets, run, all), err.toString());
        return new JsonMapper().readTree(out.toString());
    }

    private int call(String datasets, String run, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Map<String, Dataset> known = Map.of("lasot", new LaSot(), "got10k", new Got10k());
        Metrics metrics = new Metrics();
        metrics.found = List.of(Map.entry(Map.of(PartFactory.ID, "success"), new Success()));
        EvaluateVerb verb = new EvaluateVerb(new Experiments(folder),
                new ExperimentLoader(composer, parts, new WeightStore(folder)), new Datasets(settings, known), metrics);
        String[] first = {"evaluate", "tiny", "--dataset", datasets, "--out", folder.resolve(run).toString()};
        String[] all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return CommandLines.of(Map.of("evaluate", verb), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all);
    }

    private static void lasot(String name) throws IOException {
        Path place = folder.resolve("data/LaSOT/cat").resolve(name);
        pictures(place.resolve("img"));
        Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n21,10,30,24\n22,10,30,24\n");
        Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0");
        Files.writeString(place.resolve("out_of_view.txt"), "0,0,0");
        Files.writeString(place.resolve("nlp.txt"), "a grey cat, running\n");
    }

    private static void pictures(Path place) throws IOException {
        Files.createDirectories(place);
        Random random = new Random(3);
        for (int i = 1; i <= 3; i++) {
            byte[] pixels = new byte[80 * 60 * 3];
            random.nextBytes(pixels);
            PictureFile.write(new Picture(80, 60, pixels), place.resolve(String.format("%08d.png", i)));
        }
    }
}
