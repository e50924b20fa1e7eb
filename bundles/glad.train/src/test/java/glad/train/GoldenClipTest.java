package glad.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import glad.api.options.Options;
import glad.api.train.Followed;
import glad.api.train.TrainingStage;
import glad.context.memory.internal.AtcMemoryFactory;
import glad.context.words.internal.AtcWordsFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.nn.Torch;
import glad.nn.weights.Safetensors;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.testing.GivenText;
import glad.testing.GivenTokens;
import glad.testing.Goldens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official forward pass of clips, its losses, and gradients through time. */
class GoldenClipTest {

    private static final float LAST_SCORE = 0.1f;

    static List<String> clips() {
        return Goldens.found("context", "clip_training(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("clips")
    void aClipHasTheOfficialLossesAndGradientsThroughItsMemory(String name) throws IOException {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.shared(name, manager)) {
            Map<String, NDArray> weights = weights(name.contains("_held") ? "_held" : "", manager);
            NDArray positions = weights.get("backbone.pos_embed_x");
            GivenTokens backbone = new GivenTokens((int) Math.sqrt(positions.getShape().get(1)), positions);
            try (Model model = model(goldens, backbone, weights)) {
                List<TrainingPair> clips = clips(goldens);
                NDArray tokens = goldens.get("in.tokens");
                tokens.setRequiresGradient(true);
                model.parameters().stream().filter(Parameter::learned).forEach(p -> p.array().setRequiresGradient(true));
                StageModel view = new StageModel(model);
                losses(goldens, view, backbone, clips, tokens);
                goldens.assertClose("out.grad.tokens", tokens.getGradient(), 2e-5 * largest(goldens.get("out.grad.tokens")));
                gradients(goldens, model);
                lastFrame(goldens, view, backbone, clips, tokens);
            }
        }
    }

    private static void losses(Goldens goldens, StageModel view, GivenTokens backbone, List<TrainingPair> clips, NDArray tokens)
            throws IOException {
        Options options = new ContextStageFactory().options().read("stage", node("{'iou': 'giou', 'focal_epsilon': 0}"));
        try (TrainingStage stage = new ContextStageFactory().create(options, view); NDManager scope = view.manager().newSubManager()) {
            stage.prepare();
            TrainingStage.Batch batch = stage.batch(clips, new Random(0), scope);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                frames(backbone, tokens, clips.size());
                NDArray[] loss = batch.loss(0, clips.size(), scope);
                double[] official = goldens.get("out.status_total_giou_l1_confidence_location_index_acc_iou").toDoubleArray();
                assertEquals(List.of("focal", "l1", "overlap", "iou", "confidence", "words"), stage.terms());
                double[] expected = {official[0], official[4], official[2], official[1], official[7], official[3], official[5]};
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], loss[i].getFloat(), 1e-5 * Math.max(1, expected[i]), "value " + i);
                }
                collector.backward(loss[0]);
            }
        }
    }

    private static void gradients(Goldens goldens, Model model) {
        Set<String> compared = new HashSet<>();
        for (Parameter parameter : model.parameters()) {
            String official = official(parameter);
            if (!parameter.learned()) {
                continue;
            }
            assertTrue(goldens.has("out.gradstats." + official), official + " gets a gradient, and officially none");
            NDArray gradient = parameter.array().getGradient();
            double norm = goldens.get("out.gradstats." + official).toDoubleArray()[2];
            assertEquals(norm, gradient.norm().getFloat(), 5e-5 * norm, official);
            if (goldens.has("out.grad.param." + official)) {
                goldens.assertClose("out.grad.param." + official, gradient, 2e-5 * largest(goldens.get("out.grad.param." + official)));
            }
            compared.add(official);
        }
        // The class token's position is the backbone's, whose tokens are given here: its official gradient is 0.
        assertTrue(compared.size() > 100, "compared " + compared.size());
    }

    /** What the last frame finds reaches the first frame through the memory alone. */
    private static void lastFrame(Goldens goldens, StageModel view, GivenTokens backbone, List<TrainingPair> clips, NDArray tokens) {
        tokens.getGradient().subi(tokens.getGradient());
        int length = clips.get(0).searches().size();
        try (NDManager scope = view.manager().newSubManager(); GradientCollector collector = Torch.engine().newGradientCollector()) {
            frames(backbone, tokens, clips.size());
            Followed followed = view.follow(clips, clips.stream().map(TrainingPair::sentence).toList(), null, scope);
            NDArray boxes = followed.found().boxes().reshape(clips.size(), length, 4).get(":, " + (length - 1));
            NDArray score = followed.found().score();
            NDArray last = score.reshape(clips.size(), length, -1).get(":, " + (length - 1));
            collector.backward(boxes.sum().add(last.sum().mul(scope.create(LAST_SCORE))));
        }
        NDArray first = tokens.getGradient().get("0:" + clips.size());
        long search = goldens.get("out.last.grad.f0.search").getShape().get(1);
        goldens.assertClose("out.last.grad.f0.class_token", first.get(":, 0:1"), 2e-5 * largest(goldens.get("out.last.grad.f0.class_token")));
        goldens.assertClose("out.last.grad.f0.search", first.get(":, " + (first.getShape().get(1) - search) + ":"),
                2e-5 * largest(goldens.get("out.last.grad.f0.search")));
    }

    private static void frames(GivenTokens backbone, NDArray tokens, int clips) {
        int count = (int) tokens.getShape().get(0) / clips;
        backbone.next(IntStream.range(0, count).mapToObj(i -> tokens.get(i * clips + ":" + (i + 1) * clips)).toArray(NDArray[]::new));
    }

    private static double largest(NDArray array) {
        return array.abs().max().getFloat();
    }

    /** Clips whose images nobody looks at, because the tokens are given. */
    private static List<TrainingPair> clips(Goldens goldens) {
        NDArray boxes = goldens.get("in.search_anno_xywh");
        NDArray label = goldens.get("in.label");
        NDArray padding = goldens.get("in.padding").toType(DataType.FLOAT32, false);
        Image template = new Image(128, 128, new byte[3 * 128 * 128]);
        Image search = new Image(256, 256, new byte[3 * 256 * 256]);
        Box middle = Box.centred(0.5, 0.5, 0.5, 0.5);
        List<TrainingPair> clips = new ArrayList<>();
        for (int i = 0; i < boxes.getShape().get(1); i++) {
            List<Shot> shots = new ArrayList<>();
            for (int frame = 0; frame < boxes.getShape().get(0); frame++) {
                float[] box = boxes.get(frame).get(i).toFloatArray();
                shots.add(new Shot(search, new Box(box[0], box[1], box[2], box[3])));
            }
            int row = i;
            int words = (int) IntStream.range(0, (int) label.getShape().get(1))
                    .filter(at -> padding.getFloat(row, at) == 0).count();
            Set<Integer> targets = IntStream.range(0, words).filter(at -> label.getFloat(row, at) > 0).boxed().collect(Collectors.toSet());
            String sentence = IntStream.range(0, words).mapToObj(at -> "word" + at).collect(Collectors.joining(" "));
            clips.add(new TrainingPair(template, middle, shots.get(0).image(), shots.get(0).box(), sentence, "", null, true, false, List.of(),
                    shots.subList(1, shots.size()), targets));
        }
        return clips;
    }

    private static Map<String, NDArray> weights(String suffix, NDManager manager) {
        Map<String, NDArray> weights = new TreeMap<>();
        for (String file : Goldens.found("context", "atc" + suffix + "\\.weights-\\d-of-\\d\\.safetensors")) {
            try (Safetensors tensors = Safetensors.open(Goldens.folder().resolve(file))) {
                tensors.tensors().keySet().forEach(name -> weights.put(name.substring(2), tensors.read(name, manager)));
            }
        }
        return weights;
    }

    private static Model model(Goldens goldens, GivenTokens backbone, Map<String, NDArray> weights) throws IOException {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "given", new GivenText(goldens.get("in.text_states"), goldens.get("in.padding").toType(DataType.FLOAT32, false)).factory(), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "given", backbone.factory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.WORDS, "atc-words", new AtcWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "atc-memory", new AtcMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        // The official gradients are those of a network without dropout that normalises by its stored statistics.
        Model model = new Composer(parts).compose(new ModelSpec(PartSpec.of("given"), PartSpec.of("none"), PartSpec.of("given"),
                PartSpec.of("none"), new PartSpec("atc-words", node("{'dropout': 0}")),
                new PartSpec("atc-memory", node("{'dropout': 0, 'fixed_norm': true}")), new PartSpec("center", node("{'fixed_norm': true,"
                        + " 'channels': " + goldens.get("size.head_channels").toLongArray()[0] + "}")), 128, 256), Placement.cpu());
        for (Parameter parameter : model.parameters()) {
            NDArray value = weights.get(official(parameter));
            if (value != null) {
                parameter.assign(value);
            }
            assertTrue(value != null || parameter.computed() || parameter.name().endsWith("num_batches_tracked"), parameter.name());
        }
        return model;
    }

    private static String official(Parameter parameter) {
        return parameter.name().replaceFirst("^head\\.", "box_head.");
    }

    private static ObjectNode node(String json) throws IOException {
        return (ObjectNode) new JsonMapper().readTree(json.replace('\'', '"'));
    }
}
