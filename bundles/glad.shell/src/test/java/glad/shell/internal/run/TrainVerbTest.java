package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.bench.data.Datasets;
import glad.datasets.lasot.internal.LaSot;
import glad.datasets.otb.internal.OtbFolder;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.jobs.JobQueue;
import glad.media.ImageFile;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoTextFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.runtime.WeightStore;
import glad.shell.internal.CommandLines;
import glad.shell.internal.DrawnPairs;
import glad.shell.internal.Offered;
import glad.train.TrackerStageFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code train} with a tiny model on a miniature dataset. */
class TrainVerbTest {

    private static final Map<String, Dataset> DATASETS = Map.of("lasot", new LaSot(), "otb-folder", new OtbFolder());

    @TempDir
    private static Path folder;
    private static Composer composer;
    private static Parts parts;
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
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        composer = new Composer(parts);
        Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2, drop_path: 0}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                training:
                  seed: 3
                  stages: [{samples: 16, batch: 8, check_every: 16, warm_up: 0}]
                """);
        settings = new Settings(folder.resolve("settings.yaml"));
        Path images = Files.createDirectories(folder.resolve("own/walk/img"));
        Random random = new Random(3);
        for (int i = 1; i <= 24; i++) {
            byte[] pixels = new byte[80 * 60 * 3];
            random.nextBytes(pixels);
            ImageFile.write(new Image(80, 60, pixels), images.resolve("%04d.png".formatted(i)));
        }
        Files.writeString(images.resolve("0007.png"), "torn");
        Files.writeString(folder.resolve("own/walk/groundtruth_rect.txt"), "20,10,30,24\n".repeat(24));
    }

    @Test
    void trainsOnADatasetMixedWithASupplyAndTellsWhatItPassedOver() throws IOException {
        int code = call("mixed", "training.data=[{dataset: otb-folder, root: " + folder.resolve("own")
                + ", weight: 3}, {pairs: drawn}]");
        assertEquals(0, code, err.toString());
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertTrue(json.path("complete").asBoolean(), json.toString());
        assertEquals(2, json.path("damaged").asInt(), "training and held-out pairs each met the torn frame");
        assertTrue(err.toString().contains("0007.png"), err.toString());
        assertTrue(Files.exists(folder.resolve("mixed/weights.safetensors")));
    }

    @Test
    void wrongDataIsRefusedBeforeAnythingIsWritten() {
        refused("training.data=[{dataset: lasot, split: train}]", "needs its folder", "./glad data set lasot DIR");
        refused("training.data=[{dataset: lassot}]", "\"lassot\"", "lasot");
        refused("training.data=[{pairs: drown}]", "\"drown\"", "drawn");
        refused("training.data=[{dataset: lasot, split: trian, root: " + folder + "}]", "\"trian\"", "test, train, all");
        refused("training.data=[{dataset: otb-folder, weight: 0}]", "the weight \"0\"", "above 0");
        refused("training.data=[{dataset: otb-folder, weight: -1.5}]", "the weight \"-1.5\"", "above 0");
        refused("training.data=[{weight: 1}]", "entry 1", "dataset: ID");
        refused("training.data=otb-folder", "training.data", "expected a list");
        refused("training.sampling.max_gab=3", "\"max_gab\"", "max_gap");
        refused("training.held_out=[{dataset: otb-folder, root: nowhere}]", "\"nowhere\"", "training.data");
        refused("training.pairs.id=drawn", "\"pairs\"", "data");
    }

    private void refused(String change, String... expected) {
        int code = call("refused", "training.data=[{pairs: drawn}]", change);
        assertEquals(2, code, err.toString());
        for (String word : expected) {
            assertTrue(err.toString().contains(word), word + " in " + err);
        }
        assertFalse(Files.exists(folder.resolve("refused")), change);
    }

    @Test
    void aPlanTellsMemoryAndTimeAndTrainsNothing() throws IOException {
        List<String> words = List.of("train", "tiny", "--plan", "--json", "--set", "training.stages=[{samples: 800, batch: 8, micro_batch: 2}]");
        assertEquals(0, CommandLines.of(Map.of("train", verb()), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words.toArray(String[]::new)), err.toString());
        JsonNode stage = new JsonMapper().readTree(out.toString()).get("stages").get(0);
        JsonNode bytes = stage.get("bytes");
        assertEquals(2 * bytes.get("gradients").longValue(), bytes.get("optimiser").longValue());
        assertTrue(bytes.get("weights").longValue() >= bytes.get("gradients").longValue() && bytes.get("gradients").longValue() > 50_000, stage.toString());
        assertTrue(bytes.get("peak").longValue() > bytes.get("optimiser").longValue() && bytes.get("device").longValue() > bytes.get("peak").longValue(),
                stage.toString());
        double update = 4 * stage.get("piece_seconds").doubleValue() + stage.get("step_seconds").doubleValue();
        assertEquals(8 / update, stage.get("samples_per_second").doubleValue(), 1e-6 / update);
        assertEquals(800 / stage.get("samples_per_second").doubleValue() / 86400, stage.get("days").doubleValue(), 1e-6);
        assertEquals(2, CommandLines.of(Map.of("train", verb()), new PrintWriter(out, true), new PrintWriter(err, true)).execute("train", "tiny"));
        assertTrue(err.toString().contains("\"--out\" is missing"), err.toString());
    }

    private TrainVerb verb() {
        Registries registries = Offered.datasets(DATASETS);
        registries.pairs().offer("drawn", new DrawnPairs(), "test");
        registries.stages().offer("tracker", new TrackerStageFactory(), "test");
        WeightStore files = new WeightStore(folder);
        return new TrainVerb(new Experiments(folder), composer, files, new ExperimentLoader(composer, parts, files),
                new Datasets(settings, registries), registries, JobQueue.in(folder));
    }

    private int call(String name, String... changes) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of("train", "tiny", "--json", "--out", folder.resolve(name).toString()));
        for (String change : changes) {
            words.addAll(List.of("--set", change));
        }
        return CommandLines.of(Map.of("train", verb()), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
