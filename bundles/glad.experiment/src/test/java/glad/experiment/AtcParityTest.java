package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.nn.Torch;
import glad.runtime.Composer;
import glad.runtime.FramePass;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.Placement;
import glad.runtime.StageTimes;
import glad.runtime.TargetState;
import glad.runtime.TemplateUpdate;
import glad.runtime.WeightStore;
import glad.runtime.internal.NamedParameter;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The experiments of ATCTrack: their settings, and the networks in their own size against the official one. */
class AtcParityTest {

    /** The target in templates 0, 1 and 2, pixels: x, y, width, height. */
    private static final float[][] RECTANGLES = {{32, 32, 64, 64}, {24, 41, 80, 45}, {40, 28, 49, 75}};

    @TempDir
    private Path root;

    @Test
    void theSecondTemplateIsTakenByRulesOfEachDataset() {
        Experiment atc = Official.experiments().read("atc-b", List.of());
        assertEquals(new TemplateUpdate(25, 0.8, 0), atc.tracker().update());
        assertEquals(new TemplateUpdate(25, 0.9, 0), atc.on("lasot").tracker().update());
        assertEquals(new TemplateUpdate(25, 0.85, 500), atc.on("lasot-ext").tracker().update());
        assertEquals(new TemplateUpdate(25, 0.7, 0), atc.on("tnl2k").tracker().update());
        assertEquals(new TemplateUpdate(25, 0.8, 1000), atc.on("mgit").tracker().update());
        assertEquals(new TemplateUpdate(25, 0.8, 0), atc.on("otb99-lang").tracker().update());
        // A run's folder tells the numbers that counted, and nothing of other datasets.
        assertEquals("0.9", atc.on("lasot").content().get("tracker.update_threshold"));
        assertTrue(atc.on("lasot").content().keySet().stream().noneMatch(key -> key.contains("datasets")));
        Experiment plain = Official.experiments().read("glad-b256", List.of());
        assertEquals(plain, plain.on("lasot"));
        assertEquals(ModelSpec.NONE, plain.model().memory().id());
    }

    static List<String> fullSize() {
        return Goldens.found("full", "atc_[A-Z]\\.safetensors");
    }

    @Tag("full-size")
    @ParameterizedTest
    @MethodSource("fullSize")
    void fromSentenceAndImagesToTheOfficialBoxes(String file) throws IOException {
        Official.robertaTokenizer(root.resolve("tokenizer.json"));
        for (String see : List.of("", "seen.")) {
            try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.shared(file, manager); Model model = tracker(file, see);
                    NDManager scope = model.manager().newSubManager()) {
                follow(goldens, model, see, scope);
            }
        }
    }

    private Model tracker(String file, String see) throws IOException {
        String name = "atc-" + file.replaceFirst(".*atc_(\\w)\\..*", "$1").toLowerCase(Locale.ROOT);
        // Without drop-path, so that templates can be embedded by the rule of training, which takes any rectangle.
        Experiment experiment = Official.experiments().read(name, List.of("text.tokenizer=tokenizer.json", "backbone.drop_path=0",
                "words.memory=" + (see.isEmpty() ? "hidden" : "seen")));
        Model model = new Composer(Official.parts(new WeightStore(root))).compose(experiment.model(), Placement.cpu());
        List<Parameter> official = new ArrayList<>();
        model.parameters().forEach(p -> official.add(new NamedParameter(p.name().replaceFirst("^encoder\\.cls_prompts", "cls_prompts")
                .replaceFirst("^encoder\\.", "backbone.").replaceFirst("^head\\.", "box_head."), p)));
        DetFill.fill(official, "");
        // The official class token shares its memory with the first row of the table of pretraining, which is filled after it.
        parameter(model, "encoder.cls_token").assign(parameter(model, "encoder.pos_embed").array().get(":, :1"));
        return model;
    }

    private static Parameter parameter(Model model, String name) {
        return model.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static Template template(NDManager scope, int number) {
        float[] r = RECTANGLES[number];
        NDArray box = scope.create(new float[] {(r[0] + r[2] / 2) / 128, (r[1] + r[3] / 2) / 128, r[2] / 128, r[3] / 128}, new Shape(1, 4));
        return new Template(DetFill.uniform(scope, "input.template" + number, 2, 1, 3, 128, 128), box);
    }

    private static void follow(Goldens goldens, Model model, String see, NDManager scope) {
        TextFeatures text = model.text().encode(List.of(Official.words(goldens.get("in.input_ids").toLongArray())), scope);
        long length = goldens.get("out.text_states").getShape().get(1);
        goldens.assertClose("out.text_states", text.tokens().get(":, :" + length), 2e-4);
        model.backbone().mode(Mode.TRAIN);
        List<NDArray> embedded = new ArrayList<>();
        for (int i = 0; i < RECTANGLES.length; i++) {
            NDArray one = model.backbone().embedTemplate(template(scope, i), Math.min(i, 1)).stopGradient();
            embedded.add(one);
        }
        model.backbone().mode(Mode.INFER);
        TargetState first = model.pass().target(template(scope, 0), text, text, null, new StageTimes());
        goldens.assertClose("out.probability", first.words().probability().get(":, :" + length), 1e-4);
        NDList memory = model.pass().start(1, scope);
        int frames = 0;
        while (goldens.has("out.f" + frames + ".score_map")) {
            frames++;
        }
        int side = model.head().mapSide();
        NDArray window = scope.create(OfficialParityTest.hann(side), new Shape(1, 1, side, side));
        for (int k = 0; k < frames; k++) {
            try (NDManager frame = scope.newSubManager()) {
                NDArray search = DetFill.uniform(frame, "input.search.base", 1.6, 1, 3, 256, 256)
                        .add(DetFill.uniform(frame, "input.search.own." + k, 0.8, 1, 3, 256, 256));
                NDArray templates = NDArrays.concat(new NDList(embedded.get(0), embedded.get(k < frames / 2 ? 1 : 2)), 1);
                TargetState target = new TargetState(templates, first.box(), first.cues(), first.words());
                if (see.isEmpty()) {
                    Tokens seen = model.backbone().forward(templates, search);
                    goldens.assertMatches("out.f" + k + ".tokens",
                            NDArrays.concat(new NDList(seen.classToken(), seen.template(), seen.search()), 1), 2e-4);
                }
                memory = compare(goldens, model, target, memory, search, window, "out." + see + "f" + k + ".");
                memory.attach(scope);
            }
        }
    }

    private static NDList compare(Goldens goldens, Model model, TargetState target, NDList memory, NDArray search, NDArray window, String out) {
        FramePass windowed = model.pass().step(target, memory, search, window, new StageTimes());
        goldens.assertClose(out + "score_map", windowed.prediction().score(), 1e-4);
        goldens.assertClose(out + "size_map", windowed.prediction().size(), 1e-4);
        goldens.assertClose(out + "offset_map", windowed.prediction().offset(), 1e-3);
        goldens.assertClose(out + "bbox_hann", windowed.prediction().boxes(), 1e-4);
        goldens.assertClose(out + "best_score", windowed.prediction().confidence().reshape(1, 1), 1e-4);
        if (goldens.has(out + "heat")) {
            goldens.assertClose(out + "heat", windowed.heat(), 1e-4);
        }
        NDArray rows = windowed.memory().get(0);
        goldens.assertClose(out + "token", rows.get(":, " + (rows.getShape().get(1) - 1) + ":"), 2e-4);
        FramePass plain = model.pass().step(target, memory, search, null, new StageTimes());
        goldens.assertClose(out + "pred_boxes", plain.prediction().boxes().reshape(1, 1, 4), 1e-4);
        return windowed.memory();
    }
}
