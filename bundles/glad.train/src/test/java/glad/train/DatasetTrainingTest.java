package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.PairSource;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.model.Precision;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.datasets.otb.internal.OtbFolder;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.media.Crop;
import glad.media.ImageFile;
import glad.nn.Torch;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoTextFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.testing.Goldens;
import glad.train.pairs.SequencePairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a tiny tracker on sequences on disk, whose frames the procedural dataset drew. */
class DatasetTrainingTest {

    private static final int UPDATES = 120;
    private static final int BATCH = 8;

    @TempDir
    static Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    @BeforeAll
    static void render() throws IOException {
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("count", 4).put("frames", 24).put("width", 128)
                .put("height", 96).put("kind", "plain").put("split", "train");
        SequenceSet drawn = open(new ProceduralDataset(), null, options);
        for (String name : drawn.names()) {
            Sequence sequence = drawn.sequence(name);
            Path images = Files.createDirectories(folder.resolve("data").resolve(name).resolve("img"));
            StringBuilder boxes = new StringBuilder();
            try (Frames frames = sequence.open()) {
                for (int i = 0; i < frames.count(); i++) {
                    ImageFile.write(frames.frame(i), images.resolve("%04d.png".formatted(i + 1)));
                    Box box = sequence.boxes().get(i); // OTB counts pixels from 1
                    boxes.append(box.x() + 1).append(',').append(box.y() + 1).append(',').append(box.w()).append(',')
                            .append(box.h()).append('\n');
                }
            }
            Files.writeString(images.resolveSibling("groundtruth_rect.txt"), boxes);
            Files.writeString(images.resolveSibling("nlp.txt"), sequence.sentence());
        }
    }

    @Test
    void theLossFallsAndAnInterruptedTrainingEndsTheSame() throws IOException {
        assertTrue(trainer("straight", status -> { }).run());
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("straight/log.jsonl"))) {
            JsonNode logged = new JsonMapper().readTree(line);
            if (logged.path("stage").asText().equals("tracker")) {
                losses.add(logged.path("loss").asDouble());
            }
        }
        double first = losses.get(0);
        double last = losses.get(losses.size() - 1);
        assertTrue(last < 0.85 * first, losses.toString());

        Trainer[] stopped = new Trainer[1];
        int[] reports = new int[1];
        stopped[0] = trainer("stopped", status -> {
            if (++reports[0] == 2) {
                stopped[0].stop();
            }
        });
        assertFalse(stopped[0].run());
        assertTrue(trainer("stopped", status -> { }).run());
        assertArrayEquals(Files.readAllBytes(folder.resolve("straight/weights.safetensors")),
                Files.readAllBytes(folder.resolve("stopped/weights.safetensors")));
        assertEquals(List.of(), warnings);
    }

    @Test
    void aTrainingBeginsWithTheWeightsItNamesAndDrawsTheRest() throws IOException {
        try (Model model = composer().compose(model(), new Placement(Device.cpu(), Precision.FP32, 77))) {
            Map<String, NDArray> backbone = new LinkedHashMap<>();
            model.parameters(PartKind.BACKBONE).forEach(p -> backbone.put(p.name(), p.array()));
            SafetensorsWriter.write(folder.resolve("backbone.safetensors"), backbone, Map.of(),
                    SafetensorsWriter.Storage.F32);
        }
        ObjectNode still = training(0);
        still.putArray("initial").add("backbone.safetensors");
        ((ObjectNode) still.get("stages").get(0)).put("samples", BATCH);
        assertTrue(trainer("begun", still, status -> { }).run());
        still.putArray("initial").add("nothing.safetensors");
        GladException e = assertThrows(GladException.class, () -> trainer("never", still, status -> { }).run());
        assertTrue(e.getMessage().contains("nothing.safetensors"), e.getMessage());
        try (NDManager manager = Torch.manager();
                Safetensors given = Safetensors.open(folder.resolve("backbone.safetensors"));
                Safetensors trained = Safetensors.open(folder.resolve("begun/weights.safetensors"))) {
            for (String name : given.tensors().keySet()) {
                Goldens.assertClose(name, Goldens.doubles(given.read(name, manager)),
                        Goldens.doubles(trained.read(name, manager)), 1e-3);
            }
        }
    }

    private Trainer trainer(String name, Consumer<TrainingStatus> progress) {
        return trainer(name, training(2e-3), progress);
    }

    private static ObjectNode training(double rate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("seed", 3);
        node.putArray("stages").addObject().put("train", "tracker").put("samples", UPDATES * BATCH).put("batch", BATCH)
                .put("learning_rate", rate).put("clip", 2).put("warm_up", 10).put("iou", "giou")
                .put("check_every", UPDATES / 2 * BATCH).put("check_pairs", 64);
        node.putObject("sampling").put("search_centre_jitter", 2).put("search_scale_jitter", 0.25);
        return node;
    }

    private Trainer trainer(String name, ObjectNode node, Consumer<TrainingStatus> progress) {
        TrainingSpec spec = TrainingSpec.read(node, Stages.all());
        return new Trainer(composer(), new WeightStore(folder), model(), List.of(Placement.cpu()), spec,
                new TrainingPairs(pairs(spec, 3), pairs(spec, 4), 2), folder.resolve(name), progress, remarks::add);
    }

    private PairSource pairs(TrainingSpec spec, long seed) {
        return new SequencePairs("otb-folder",
                open(new OtbFolder(), folder.resolve("data"), JsonNodeFactory.instance.objectNode()), spec.sampling(),
                new Crop(2, 32), new Crop(4, 64), seed, warnings::add);
    }

    private static SequenceSet open(Dataset dataset, Path root, ObjectNode options) {
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    private static ModelSpec model() {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        ObjectNode backbone = JsonNodeFactory.instance.objectNode().put("dim", 32).put("depth", 1).put("heads", 2)
                .put("mlp_ratio", 2).put("stem", "conv").put("mark_target", true).put("tied_qk", true).put("correlate", true)
                .put("drop_path", 0);
        backbone.putArray("stem_channels").add(8).add(8).add(16);
        ObjectNode head = JsonNodeFactory.instance.objectNode().put("channels", 16).put("target_query", true)
                .put("detail", true);
        return new ModelSpec(new PartSpec("none", none), new PartSpec("none", none), new PartSpec("mae-vit", backbone),
                new PartSpec("none", none), new PartSpec("center", head), 32, 64);
    }

    private static Composer composer() {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        return new Composer(parts);
    }
}
