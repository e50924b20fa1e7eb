package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {

    @TempDir
    private Path folder;

    @Test
    void theModuleComputesWhatTheModelDoes() {
        Path file = folder.resolve("tiny.pt");
        try (Model model = TinyGlad.golden()) {
            ModelExport export = new ModelExport(model);
            export.write(file);
            assertEquals(0, export.check(file), 1e-6);
        }
    }

    @Test
    void theModuleAloneReproducesTheOfficialPipeline() {
        Path file = folder.resolve("tiny.pt");
        try (Model model = TinyGlad.golden()) {
            new ModelExport(model).write(file);
        }
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("glad_end_to_end.safetensors", manager)) {
            PtSymbolBlock module = JniUtils.loadModule(
                    (PtNDManager) manager, file, false, new String[0], new String[0], false);
            NDArray mask = manager.ones(new Shape(1, 77));
            try (IValue text = run(module, "encode_text", ids(manager, 97, 11, 42, 7), mask);
                    IValue nothing = run(module, "encode_text", ids(manager, 97), mask);
                    IValue state = IValueUtils.runMethod(module, "init", value(goldens.get("in.template")),
                            value(manager.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4))), text, nothing,
                            value(goldens.get("in.noise_posterior")), value(goldens.get("in.noise_diffusion")));
                    IValue found = IValueUtils.runMethod(module, "forward", value(goldens.get("in.search")),
                            value(manager.ones(new Shape(1, 1, 4, 4))), state)) {
                var results = found.toNDList((PtNDManager) manager);
                goldens.assertClose("out.pred_boxes", results.get(0).reshape(1, 1, 4), 1e-5);
                goldens.assertClose("out.score_map", results.get(2), 1e-5);
            }
        }
    }

    /** Token ids of a sentence, padded with the end token. */
    private static NDArray ids(NDManager manager, long... first) {
        long[] ids = Arrays.copyOf(first, 77);
        Arrays.fill(ids, first.length, 77, 98);
        return manager.create(ids, new Shape(1, 77));
    }

    private static IValue value(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static IValue run(PtSymbolBlock module, String method, NDArray first, NDArray second) {
        return IValueUtils.runMethod(module, method, value(first), value(second));
    }

    @Test
    void aTrackerWithoutLanguageAndDiffusionIsExportedToo() {
        Path file = folder.resolve("plain.pt");
        try (Model model = new Composer(TinyGlad.parts()).compose(TinyGlad.plain(), Placement.cpu())) {
            ModelExport export = new ModelExport(model);
            export.write(file);
            assertEquals(0, export.check(file), 1e-6);
        }
    }

    @Test
    void aModelWithAMemoryTakesItAndGivesIt() {
        Path file = folder.resolve("context.pt");
        for (String words : List.of("hidden", "seen")) {
            try (Model model = new Composer(TinyGlad.parts()).compose(TinyGlad.context("'memory': '" + words + "'", ""), Placement.cpu())) {
                ModelExport export = new ModelExport(model);
                export.write(file);
                assertEquals(0, export.check(file), 1e-5);
                follow(model, file);
            }
        }
    }

    /** Three frames through the module, whose memory goes from one to the next. */
    private static void follow(Model model, Path file) {
        try (NDManager scope = model.manager().newSubManager()) {
            PtSymbolBlock module = JniUtils.loadModule((PtNDManager) scope, file, false, new String[0], new String[0], false);
            NDArray box = scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4));
            NDArray image = DetFill.uniform(scope, "template", 2, 1, 3, 128, 128);
            TextFeatures text = model.text().encode(List.of("a red box"), scope);
            TargetState target = model.pass().target(new Template(image, box), text, text, null, new StageTimes());
            NDList memory = model.pass().start(1, scope);
            NDList state = IValueUtils.runMethod(module, "init", value(image), value(box), value(text.tokens()), value(text.mask()))
                    .toNDList((PtNDManager) scope);
            for (int frame = 0; frame < 3; frame++) {
                NDArray search = DetFill.uniform(scope, "search" + frame, 2, 1, 3, 64, 64);
                FramePass expected = model.pass().step(target, memory, search, scope.ones(new Shape(1, 1, 4, 4)), new StageTimes());
                NDList found = IValueUtils.runMethod(module, "forward", value(search), value(scope.ones(new Shape(1, 1, 4, 4))),
                        IValue.listFrom(state.stream().map(array -> (PtNDArray) array).toArray(PtNDArray[]::new)))
                        .toNDList((PtNDManager) scope);
                Goldens.assertClose("frame " + frame, Goldens.doubles(expected.prediction().score()), Goldens.doubles(found.get(2)), 1e-5);
                memory = expected.memory();
                state = new NDList(state.subList(0, state.size() - memory.size()));
                state.addAll(found.subList(3, found.size()));
            }
        }
    }

    @Test
    void otherPrecisionsAreRefused() {
        Placement half = new Placement(Placement.cpu().device(), Precision.BF16, 0);
        try (Model model = new Composer(TinyGlad.parts()).compose(TinyGlad.plain(), half)) {
            GladException e = assertThrows(GladException.class, () -> new ModelExport(model));
            assertTrue(e.getMessage().contains("fp32"), e.getMessage());
        }
    }
}
