package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.track.TrackStep;
import glad.media.Crop;
import glad.media.ImageFile;
import glad.nn.Torch;
import glad.nn.weights.Safetensors;
import glad.testing.GivenTokens;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Words and memory through the whole pass, and the official tracker's runs. */
class GoldenContextTest {

    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = Torch.manager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static String suffix(String name) {
        return name.contains("_held") ? "_held" : "";
    }

    private static NDArray searchPositions(String suffix) {
        for (String name : Goldens.found("context", "atc" + suffix + "\\.weights-\\d-of-\\d\\.safetensors")) {
            try (Safetensors file = Safetensors.open(Goldens.folder().resolve(name))) {
                if (file.tensors().containsKey("w.backbone.pos_embed_x")) {
                    return file.read("w.backbone.pos_embed_x", manager);
                }
            }
        }
        throw new AssertionError("no positions of search tokens");
    }

    static List<String> sequences() {
        return Goldens.found("context", "sequence(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void remembersFromFrameToFrameAsTheOfficialNetworkDoes(String name) {
        try (Goldens goldens = Goldens.shared(name, manager)) {
            for (String see : List.of("", "seen.")) {
                NDArray positions = searchPositions(suffix(name));
                GivenTokens backbone = new GivenTokens((int) Math.sqrt(positions.getShape().get(1)), positions);
                try (Model model = TinyAtc.of(goldens, backbone, "'memory': '" + (see.isEmpty() ? "hidden" : "seen") + "'", suffix(name));
                        NDManager scope = model.manager().newSubManager()) {
                    follow(goldens, model, backbone, scope, see);
                }
            }
        }
    }

    private static void follow(Goldens goldens, Model model, GivenTokens backbone, NDManager scope, String see) {
        TextFeatures text = model.text().encode(List.of(""), scope);
        Template whole = new Template(scope.zeros(new Shape(1, 3, 128, 128)), scope.create(new float[] {.5f, .5f, .5f, .5f}, new Shape(1, 4)));
        TargetState target = model.pass().target(whole, text, text, null, new StageTimes());
        goldens.assertClose("out.probability", target.words().probability(), 1e-5);
        NDList memory = model.pass().start(1, scope);
        NDArray search = scope.zeros(new Shape(1, 3, 256, 256));
        int frame = 0;
        for (; goldens.has("in.f%02d.tokens".formatted(frame)); frame++) {
            backbone.next(goldens.get("in.f%02d.tokens".formatted(frame)));
            FramePass found = model.pass().step(target, memory, search, null, new StageTimes());
            String out = "out." + see + "f%02d.".formatted(frame);
            if (see.isEmpty()) {
                goldens.assertClose(out + "heat", found.heat(), 1e-5);
            }
            goldens.assertClose(out + "score_map", found.prediction().score(), 1e-5);
            goldens.assertClose(out + "size_map", found.prediction().size(), 1e-5);
            goldens.assertClose(out + "offset_map", found.prediction().offset(), 1e-5);
            goldens.assertClose(out + "pred_boxes", found.prediction().boxes().reshape(1, 1, 4), 1e-5);
            goldens.assertClose(out + "stored", found.memory().get(0), 2e-5);
            memory = found.memory();
        }
        assertTrue(frame > 1, "found " + frame + " frames");
    }

    static List<String> tracks() {
        return Goldens.found("context", "track(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void tracksAsTheOfficialTrackerDoesAndTakesItsTemplatesInTheSameFrames(String name) throws IOException {
        try (Goldens goldens = Goldens.shared(name, manager); Model model = TinyAtc.of(goldens, null, "", suffix(name))) {
            Path folder = Goldens.folder().resolve("context");
            for (JsonNode run : new JsonMapper().readTree(Files.readString(folder.resolve("track" + suffix(name) + ".json")))) {
                track(goldens, model, folder, run);
            }
        }
    }

    private static void track(Goldens goldens, Model model, Path folder, JsonNode run) throws IOException {
        String prefix = "run" + run.get("run").asInt() + ".";
        for (Parameter parameter : model.parameters(PartKind.HEAD)) {
            String official = prefix + "override.box_head." + parameter.name().substring("head.".length());
            if (goldens.has(official)) {
                parameter.assign(goldens.get(official));
            }
        }
        int edge = (int) run.get("update_edge").asDouble();
        TrackerSettings settings = new TrackerSettings(run.get("template_factor").asDouble(), run.get("search_factor").asDouble(), 10, true,
                Crop.Padding.BLACK, 0, false, new TemplateUpdate(run.get("update_interval").asInt(), run.get("update_threshold").asDouble(), edge));
        double[] boxes = goldens.get(prefix + "boxes_xywh").toDoubleArray();
        double[] scores = goldens.get(prefix + "best_score").toDoubleArray();
        long[] updated = goldens.get(prefix + "template_updated").toLongArray();
        String frames = run.get("frames").asText();
        try (Session session = new Session(model, settings, 0); NDManager scope = manager.newSubManager()) {
            JsonNode start = run.get("init_xywh");
            session.start(frame(folder, frames, 0), new Box(start.get(0).asDouble(), start.get(1).asDouble(), start.get(2).asDouble(),
                    start.get(3).asDouble()), "");
            for (int i = 1; i < run.get("n_frames").asInt(); i++) {
                String at = prefix + "f%02d.".formatted(i);
                int taken = session.templatesTaken();
                FramePass seen = session.look(frame(folder, frames, i), scope).pass();
                Prediction prediction = seen.prediction();
                goldens.assertClose(at + "score_map", prediction.score(), 5e-5);
                goldens.assertClose(at + "size_map", prediction.size(), 5e-5);
                goldens.assertClose(at + "offset_map", prediction.offset(), 5e-5);
                goldens.assertClose(at + "heat", seen.heat(), 5e-5);
                TrackStep step = session.next(frame(folder, frames, i));
                assertArrayEquals(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4),
                        new double[] {step.box().x(), step.box().y(), step.box().w(), step.box().h()}, 1e-2, at);
                assertEquals(scores[i - 1], step.confidence(), 5e-5, at);
                assertEquals(updated[i - 1] == 1, session.templatesTaken() > taken, at + " takes a template");
            }
        }
    }

    private static Image frame(Path folder, String pattern, int number) throws IOException {
        Path file = folder.resolve(pattern.formatted(number));
        return ImageFile.decode(Files.readAllBytes(file), file.toString());
    }
}
