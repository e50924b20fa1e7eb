package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import glad.api.train.TrainingStage;
import glad.backbone.itpn.internal.AtcItpnFactory;
import glad.context.memory.internal.AtcMemoryFactory;
import glad.context.words.internal.AtcWordsFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.nn.Torch;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a tiny tracker with words, memory and two templates on clips. */
class ContextTrainingTest {

    private static final String EXPERIMENT = """
            seed: 5
            stages: [{train: context, samples: 16, batch: 4, learning_rate: 1.0e-3, clip: 2, warm_up: 0, iou: giou, focal_epsilon: 0,
                      check_every: 8, check_pairs: 4}]
            checkpoints: {updates: 1}
            """;

    @TempDir
    Path folder;

    @Test
    void aTrainingOnClipsThatWasStoppedEndsTheSameBitForBit() throws IOException {
        assertTrue(trainer("straight", Integer.MAX_VALUE).run());
        assertThrows(IllegalStateException.class, () -> trainer("stopped", 9).run());
        assertTrue(trainer("stopped", Integer.MAX_VALUE).run());
        assertArrayEquals(Files.readAllBytes(folder.resolve("straight/weights.safetensors")),
                Files.readAllBytes(folder.resolve("stopped/weights.safetensors")));
        List<JsonNode> log = TrainerTest.logged(folder.resolve("stopped/log.jsonl"));
        assertEquals(TrainerTest.logged(folder.resolve("straight/log.jsonl")), log);
        JsonNode last = log.get(log.size() - 1);
        for (String term : List.of("focal", "l1", "overlap", "iou", "confidence", "words")) {
            assertTrue(last.get(term).doubleValue() > 0, term);
        }
        for (String measure : List.of("iou", "iou-first", "iou-last", "iou-alone", "words-right")) {
            assertTrue(last.get("held-out").has(measure), measure);
        }
        assertTrue(Files.exists(folder.resolve("stopped/drawings/context-00000004-0.png")));
    }

    @Test
    void piecesOfABatchHaveItsGradientWhereNothingIsNormalisedTogether() {
        Map<String, float[]> whole = gradients(4);
        Map<String, float[]> pieces = gradients(2);
        whole.forEach((name, expected) -> {
            double largest = 1e-7;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], pieces.get(name)[i], 1e-4 * largest, name);
            }
        });
        assertFalse(whole.isEmpty());
    }

    private static Map<String, float[]> gradients(int piece) {
        ModelSpec spec = spec(0, "{dropout: 0}", "{dropout: 0, heat_together: false, fixed_norm: true}", "{channels: 16, fixed_norm: true}");
        try (Model model = composer().compose(spec, Placement.cpu())) {
            model.weights().draw();
            StageModel view = new StageModel(model);
            try (TrainingStage stage = stage("{iou: giou}", view); NDManager scope = model.manager().newSubManager()) {
                stage.prepare();
                stage.parameters().values().stream().filter(Parameter::learned).forEach(p -> p.array().setRequiresGradient(true));
                TrainingStage.Batch batch = stage.batch(List.of(clip(0), clip(1), clip(2), clip(3)), new Random(3), scope);
                for (int from = 0; from < 4; from += piece) {
                    try (GradientCollector collector = Torch.engine().newGradientCollector(); NDManager part = model.manager().newSubManager()) {
                        collector.backward(batch.loss(from, from + piece, part)[0].mul(part.create(piece / 4f)));
                    }
                }
                Map<String, float[]> gradients = new TreeMap<>();
                stage.parameters().forEach((name, parameter) -> {
                    if (parameter.learned()) {
                        gradients.put(name, parameter.array().getGradient().toFloatArray());
                    }
                });
                return gradients;
            }
        }
    }

    @Test
    void whatCantBeTrainedSoIsSaidBeforeItBegins() {
        try (Model model = composer().compose(spec(0.1, "{}", "{unused_weights: false}", "{channels: 16}"), Placement.cpu())) {
            model.weights().draw();
            StageModel view = new StageModel(model);
            assertMessage(view, "{words: 0}", List.of(clip(0)), "confidence: 0");
            assertMessage(view, "{confidence: 0}", List.of(clip(0), pair()), "search regions");
        }
        try (Model model = composer().compose(spec(0.1, "{target: all}", "{}", "{channels: 16}"), Placement.cpu())) {
            model.weights().draw();
            assertMessage(new StageModel(model), "{}", List.of(clip(0)), "words: 0");
        }
    }

    private static void assertMessage(StageModel view, String options, List<TrainingPair> clips, String part) {
        try (TrainingStage stage = stage(options, view); NDManager scope = view.manager().newSubManager()) {
            String message = assertThrows(GladException.class,
                    () -> stage.batch(clips, new Random(0), scope).loss(0, clips.size(), scope)).getMessage();
            assertTrue(message.contains(part), message);
        }
    }

    private static TrainingStage stage(String options, StageModel view) {
        ContextStageFactory factory = new ContextStageFactory();
        return factory.create(factory.options().read("stage", (ObjectNode) read(options)), view);
    }

    private Trainer trainer(String name, int most) {
        return new Trainer(composer(), TrainerTest.files(), spec(0.1, "{}", "{}", "{channels: 16}"), List.of(Placement.parse("cpu", "fp32", 5)),
                TrainingSpec.read(read(EXPERIMENT), Stages.all()), new TrainingPairs(index -> {
                    if (index >= most) {
                        throw new IllegalStateException("died");
                    }
                    return clip(index);
                }, index -> clip(~index), 2), folder.resolve(name), status -> { }, remark -> { });
    }

    private static ModelSpec spec(double dropPath, String words, String memory, String head) {
        return new ModelSpec(part("clip-text", "{vocabulary: 8, width: 16, layers: 1, heads: 2, length: 6, tokenizer: tokenizer.json}"),
                PartSpec.of("none"), part("atc-itpn", "{dim: 32, heads: 2, depths: [1, 1, 1], drop_path: " + dropPath + "}"), PartSpec.of("none"),
                part("atc-words", words), part("atc-memory", memory), part("center", head), 32, 64);
    }

    private static PartSpec part(String id, String options) {
        return new PartSpec(id, (ObjectNode) read(options));
    }

    private static Composer composer() {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(TrainerTest.files()), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "atc-itpn", new AtcItpnFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.WORDS, "atc-words", new AtcWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "atc-memory", new AtcMemoryFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        return new Composer(parts);
    }

    /** A target in two templates and three search regions. */
    private static TrainingPair clip(long index) {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pairs.add(TrainerTest.pair(3 * index + i));
        }
        TrainingPair first = pairs.get(0);
        List<Shot> searches = pairs.subList(1, 3).stream().map(pair -> new Shot(pair.search(), pair.searchBox())).toList();
        return new TrainingPair(first.template(), first.templateBox(), first.search(), first.searchBox(), "red square", "", null, true, false,
                List.of(new Shot(pairs.get(1).template(), pairs.get(1).templateBox())), searches, Set.of((int) Math.floorMod(index, 2L)));
    }

    private static TrainingPair pair() {
        Image image = new Image(32, 32, new byte[32 * 32 * 3]);
        Box box = Box.centred(0.5, 0.5, 0.5, 0.5);
        return new TrainingPair(image, box, new Image(64, 64, new byte[64 * 64 * 3]), box, "red square", "", null, true, false, List.of(new Shot(image, box)),
                List.of(), Set.of(0));
    }

    private static JsonNode read(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
