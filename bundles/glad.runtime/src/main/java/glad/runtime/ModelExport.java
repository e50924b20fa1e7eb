package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import glad.api.GladException;
import glad.api.model.DiffusionNoise;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.nn.KernelTrace;
import glad.nn.ScriptModule;
import glad.nn.ScriptModule.Argument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A composed model as one TorchScript module, for libtorch or PyTorch alone. Its methods, all tensors fp32 but
 * {@code ids}:
 *
 * <ul>
 *   <li>{@code encode_text(ids, mask)}: token ids (B, L) int64 and a mask (B, L), 1 for a token and 0 for padding, to
 *       token features (B, L, C); only if the model reads text
 *   <li>{@code init(template, box, text, null_text, noise_posterior, noise_diffusion)}, once per sequence: the
 *       normalised template (1, 3, T, T), the target in it (1, 4) as centre and size in fractions of its side, the
 *       features of the sentence and of the empty one, two standard normal draws; gives the state, a list of tensors. A
 *       model without diffusion takes {@code template} and {@code box} only; one with words {@code text}, if it isn't there yet,
 *       {@code text_mask} and, if they are compared with it, {@code null_text} behind them. A model of several templates gets the first one in all slots
 *   <li>{@code forward(search, window, state)}, per frame: the normalised search region (1, 3, S, S) and weights of the
 *       score (1, 1, N, N); gives boxes (1, 4) as centre and size in fractions of the search region, confidence (1), score
 *       map; of a model with a memory, then what takes the place of the last arrays of the state in the next frame
 * </ul>
 */
public final class ModelExport {

    private final Model model;
    /** Whether words are compared with the empty sentence; a start of a sequence tells, which takes as long as one. */
    private final boolean compares;

    /**
     * Prepares the export of a model.
     *
     * @throws GladException (usage) if it doesn't compute in fp32 on the CPU
     */
    public ModelExport(Model model) {
        if (!model.placement().precision().equals(Precisions.of(Precision.FP32)) || model.placement().device().isGpu()) {
            throw GladException.usage("a model is exported in fp32 from the CPU, this one computes in "
                    + model.placement().precision() + " on " + model.placement().device());
        }
        this.model = model;
        compares = readsEmptySentence();
    }

    /** What goes into the sequence's start and a frame; noises are null where the model takes none. */
    private record Inputs(NDArray template, NDArray box, TextFeatures words, TextFeatures nothing, DiffusionNoise noise,
            NDArray search, NDArray window) {

        /** Draws them; other seeds give others. */
        static Inputs of(Model model, NDManager scope, int seed) {
            ModelSpec spec = model.spec();
            int map = model.head().mapSide();
            scope.getEngine().setRandomSeed(seed);
            Shape noise = model.diffusion().noiseShape() == null ? null
                    : new Shape(1).addAll(model.diffusion().noiseShape());
            Shape text = new Shape(1, model.text().length(), model.text().width());
            Shape mask = new Shape(1, model.text().length());
            return new Inputs(scope.randomNormal(new Shape(1, 3, spec.templateSize(), spec.templateSize())),
                    scope.create(new float[] {0.5f, 0.45f, 0.5f, 0.4f + seed * 0.01f}, new Shape(1, 4)),
                    new TextFeatures(scope.randomNormal(text), scope.ones(mask)),
                    new TextFeatures(scope.randomNormal(text), scope.ones(mask)),
                    noise == null ? null : new DiffusionNoise(scope.randomNormal(noise), scope.randomNormal(noise)),
                    scope.randomNormal(new Shape(1, 3, spec.searchSize(), spec.searchSize())),
                    scope.randomUniform(0.5f, 1, new Shape(1, 1, map, map)));
        }

        /** Returns what the sequence's start takes, by name. */
        Map<String, NDArray> init(boolean reads, boolean compares) {
            Map<String, NDArray> all = new LinkedHashMap<>();
            all.put("template", template);
            all.put("box", box);
            if (noise != null) {
                all.put("text", words.tokens());
                all.put("null_text", nothing.tokens());
                all.put("noise_posterior", noise.posterior());
                all.put("noise_diffusion", noise.diffusion());
            }
            if (reads) {
                all.put("text", words.tokens());
                all.put("text_mask", words.mask());
            }
            if (compares) {
                all.put("null_text", nothing.tokens());
            }
            return all;
        }
    }

    /**
     * Writes the module.
     *
     * @throws GladException if the file can't be written
     */
    public void write(Path file) {
        try (NDManager scope = model.manager().newSubManager()) {
            ScriptModule module = new ScriptModule();
            List<NDArray> known = new ArrayList<>();
            model.parameters().forEach(parameter -> {
                module.parameter(parameter.name(), parameter.array());
                known.add(parameter.array());
            });
            if (model.text().length() > 0) {
                text(module, scope, known);
            }
            Inputs inputs = Inputs.of(model, scope, 1);
            known.addAll(inputs.init(reads(), compares).values());
            List<TargetState> made = new ArrayList<>();
            KernelTrace start = KernelTrace.of(scope, known, () -> made.add(init(inputs)));
            TargetState target = made.get(0);
            NDList memory = memory(scope);
            for (int i = 0; i < memory.size(); i++) {
                module.parameter("nothing_remembered_" + i, memory.get(i));
            }
            List<NDArray> state = list(target, memory);
            module.method("init", arguments(inputs), start, state, true);
            known.addAll(state);
            known.addAll(List.of(inputs.search(), inputs.window()));
            List<NDArray> found = new ArrayList<>();
            KernelTrace frame = KernelTrace.of(scope, known, () -> found.addAll(forward(inputs, target, memory)));
            module.method("forward", List.of(Argument.tensor("search", inputs.search()),
                    Argument.tensor("window", inputs.window()), Argument.list("state", state)), frame, found, false);
            module.write(file);
        }
    }

    /** What a text encoder makes of a sentence's token ids; those it makes from the sentence itself. */
    private void text(ScriptModule module, NDManager scope, List<NDArray> known) {
        List<NDArray> features = new ArrayList<>();
        KernelTrace trace = KernelTrace.of(scope, known,
                () -> features.add(model.text().encode(List.of("a"), scope).tokens()));
        Optional<NDArray> ids = stray(trace, true);
        Optional<NDArray> mask = stray(trace, false);
        if (ids.isPresent() && mask.isPresent()) {
            module.method("encode_text", List.of(Argument.tensor("ids", ids.get()), Argument.tensor("mask", mask.get())),
                    trace, features, false);
        }
    }

    private Optional<NDArray> stray(KernelTrace trace, boolean ids) {
        return trace.strays().entrySet().stream()
                .filter(e -> e.getValue().getShape().equals(new Shape(1, model.text().length()))
                        && (e.getValue().getDataType() == DataType.INT64) == ids)
                .map(Map.Entry::getKey).findFirst();
    }

    private TargetState init(Inputs inputs) {
        return model.pass().target(new Template(inputs.template(), inputs.box()), inputs.words(), inputs.nothing(), inputs.noise(),
                new StageTimes());
    }

    private List<NDArray> forward(Inputs inputs, TargetState state, NDList memory) {
        FramePass found = model.pass().step(state, memory, inputs.search(), inputs.window(), new StageTimes());
        Prediction prediction = found.prediction();
        List<NDArray> all = new ArrayList<>(List.of(prediction.boxes(), prediction.confidence(), prediction.score()));
        all.addAll(found.memory());
        return all;
    }

    /** Returns a state as the module's methods hand it on. */
    private static List<NDArray> list(TargetState state, NDList memory) {
        List<NDArray> all = new ArrayList<>(List.of(state.template(), state.box()));
        all.addAll(state.cues());
        all.addAll(state.words().arrays());
        all.addAll(memory);
        return all;
    }

    /** Tells whether the start of a sequence reads words. */
    private boolean reads() {
        return !model.words().parameters().isEmpty();
    }

    private boolean readsEmptySentence() {
        if (!reads()) {
            return false;
        }
        try (NDManager scope = model.manager().newSubManager()) {
            Inputs inputs = Inputs.of(model, scope, 1);
            return KernelTrace.of(scope, List.of(), () -> init(inputs)).strays().containsKey(inputs.nothing().tokens());
        }
    }

    private NDList memory(NDManager scope) {
        return model.pass().start(1, scope);
    }

    private List<Argument> arguments(Inputs inputs) {
        return inputs.init(reads(), compares).entrySet().stream().map(e -> Argument.tensor(e.getKey(), e.getValue())).toList();
    }

    /**
     * Loads a written module as libtorch does, runs it on inputs that it wasn't traced with, and compares.
     *
     * @return the largest difference between its boxes and score maps and the model's
     */
    public double check(Path file) {
        try (NDManager scope = model.manager().newSubManager()) {
            PtSymbolBlock module = JniUtils.loadModule(
                    (PtNDManager) scope, file, false, new String[0], new String[0], false);
            Inputs inputs = Inputs.of(model, scope, 2);
            List<NDArray> expected = forward(inputs, init(inputs), memory(scope));
            try (IValue state = IValueUtils.runMethod(module, "init", values(inputs.init(reads(), compares).values()));
                    IValue found = IValueUtils.runMethod(module, "forward", IValue.from((PtNDArray) inputs.search()),
                            IValue.from((PtNDArray) inputs.window()), state)) {
                NDList all = found.toNDList((PtNDManager) scope);
                double worst = 0;
                for (int i = 0; i < expected.size(); i++) {
                    worst = Math.max(worst, all.get(i).sub(expected.get(i)).abs().max().toFloatArray()[0]);
                }
                return worst;
            } finally {
                module.close();
            }
        }
    }

    private static IValue[] values(Collection<NDArray> arrays) {
        return arrays.stream().map(array -> IValue.from((PtNDArray) array)).toArray(IValue[]::new);
    }
}
