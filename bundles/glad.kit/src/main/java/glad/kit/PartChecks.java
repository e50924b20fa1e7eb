package glad.kit;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Part;
import glad.api.model.PartContext;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.Options;
import glad.kit.internal.Output;
import glad.kit.internal.Trial;
import glad.nn.Torch;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.SafetensorsWriter.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every part of a tracker has to hold, whatever it computes: see {@link #of}. */
public final class PartChecks {

    /**
     * A small tracker round the part: a search region of 128 pixels as 8x8 tokens of width 32, 8 text tokens of width 32, two
     * feature maps.
     */
    public static final PartInputs SMALL = new PartInputs(64, 128, 32, 8, List.of(new Shape(40, 8, 8), new Shape(80, 4, 4)), 32, 8, 4, 0);

    /** Sums of a batch are taken in another order. */
    private static final double ORDER = 2e-4;
    /** Rounding to 8 bits, through some layers. */
    private static final double BFLOAT = 0.5;

    private final PartFactory<?> factory;
    private final Options options;
    private final PartInputs inputs;
    private final Trial trial;

    private PartChecks(PartFactory<?> factory, Options options, PartInputs inputs) {
        this.factory = factory;
        this.options = options;
        this.inputs = inputs;
        this.trial = new Trial(factory, inputs);
    }

    /** Makes a part, and frees it and all that was computed with it. */
    private interface Work {

        void on(Part part, NDManager scope) throws Exception;
    }

    /**
     * Returns the checks of a text encoder, diffusion module, backbone, fusion, word guidance, memory or head: results of the declared shapes, finite, in
     * fp32 whatever it computes in; a batch of two that equals two of one; two passes that are equal; gradients that are finite and
     * reach a parameter; the same values from the same seed; weights that survive being saved and loaded; cues of words that outlive the text.
     *
     * @param factory makes the part; one of the seven kinds
     * @param options checked against the factory's
     * @param inputs what stands round the part; {@link #SMALL} suits most
     */
    public static List<Check> of(PartFactory<?> factory, Options options, PartInputs inputs) {
        PartChecks checks = new PartChecks(factory, options, inputs);
        List<Check> all = new ArrayList<>(List.of(
                new Check("results have the declared shapes", checks::shapes),
                new Check("a batch of two equals two of one", checks::batch),
                new Check("two passes are equal", checks::passes),
                new Check("bf16 gives fp32 results near those of fp32", checks::precision),
                new Check("gradients are finite and reach a parameter", checks::gradients),
                new Check("the same seed gives the same parameters, each with a name of its own", checks::seed),
                new Check("weights survive being saved and loaded", checks::weights)));
        if (factory instanceof WordGuidanceFactory) {
            all.add(new Check("cues keep none of the text's memory", checks::afterText));
        }
        return List.copyOf(all);
    }

    private void with(Precision precision, long seed, Work work) throws Exception {
        try (NDManager manager = Torch.manager(); Part part = factory.create(options, inputs, new PartContext(manager, precision, seed));
                NDManager scope = manager.newSubManager()) {
            work.on(part, scope);
        }
    }

    private void shapes() throws Exception {
        with(Precision.FP32, 7, (part, scope) -> {
            for (Output output : trial.run(part, scope, 0, 2)) {
                Shape shape = output.array().getShape();
                Check.that(output.fits(), output.name() + " has shape " + shape + "; expected " + output.declared());
                Check.that(output.array().getDataType() == DataType.FLOAT32,
                        output.name() + " is " + output.array().getDataType() + "; expected fp32");
                Check.that(output.array().getManager() == scope,
                        output.name() + " belongs to another manager; expected that of the first argument, as run(kernel, ...) makes it");
                finite(output.name(), output.array());
            }
        });
    }

    private void batch() throws Exception {
        with(Precision.FP32, 7, (part, scope) -> {
            List<Output> both = trial.run(part, scope, 0, 2);
            for (int sample = 0; sample < 2; sample++) {
                List<Output> one = trial.run(part, scope, sample, 1);
                Check.that(one.size() == both.size(), "one sample gives " + one.size() + " arrays, two give " + both.size());
                for (int i = 0; i < one.size(); i++) {
                    float[] alone = one.get(i).array().toFloatArray();
                    float[] all = both.get(i).array().toFloatArray();
                    float[] same = Arrays.copyOfRange(all, sample * alone.length, (sample + 1) * alone.length);
                    near(one.get(i).name() + " of sample " + sample, alone, same, ORDER);
                }
            }
        });
    }

    private void passes() throws Exception {
        with(Precision.FP32, 7, (part, scope) -> same("the second time", trial.run(part, scope, 0, 2), trial.run(part, scope, 0, 2)));
    }

    /** Sessions keep cues, and the text goes. */
    private void afterText() throws Exception {
        with(Precision.FP32, 7, (part, scope) -> same("after the text's memory was overwritten", trial.run(part, scope, 0, 2),
                trial.afterText(part, scope, 0, 2)));
    }

    private void precision() throws Exception {
        with(Precision.FP32, 7, (exact, scope) -> with(Precision.BF16, 7, (rough, other) -> {
            List<Output> expected = trial.run(exact, scope, 0, 1);
            List<Output> actual = trial.run(rough, other, 0, 1);
            for (int i = 0; i < expected.size(); i++) {
                Check.that(actual.get(i).array().getDataType() == DataType.FLOAT32, actual.get(i).name() + " is "
                        + actual.get(i).array().getDataType() + " in bf16; expected fp32, see docs/KERNELS.md on casts");
                if (expected.get(i).smooth()) {
                    near(expected.get(i).name() + " in bf16", expected.get(i).array().toFloatArray(),
                            actual.get(i).array().toFloatArray(), BFLOAT);
                }
            }
        }));
    }

    private void gradients() throws Exception {
        with(Precision.FP32, 7, (part, scope) -> {
            List<Parameter> learned = part.parameters().stream().filter(Parameter::learned).toList();
            if (learned.isEmpty()) {
                return;
            }
            part.mode(Mode.TRAIN);
            learned.forEach(p -> p.array().setRequiresGradient(true));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = scope.zeros(new Shape());
                for (Output output : trial.run(part, scope, 0, 2)) {
                    loss = loss.add(output.array().mul(trial.numbers(scope, "of " + output.name(), output.array().getShape())).sum());
                }
                collector.backward(loss);
            } catch (EngineException e) {
                throw new AssertionError("no result depends on a parameter in training (" + Reason.of(e) + "); run kernels with run(...), and"
                        + " compute with arrays, not with Java's numbers", e);
            }
            boolean reached = false;
            for (Parameter parameter : learned) {
                NDArray gradient = parameter.array().getGradient();
                finite("the gradient of " + parameter.name(), gradient);
                reached |= gradient.abs().sum().getFloat() > 0;
            }
            Check.that(reached, "all gradients are 0; expected that the results depend on a parameter");
        });
    }

    private void seed() throws Exception {
        with(Precision.FP32, 7, (a, scope) -> with(Precision.FP32, 7, (b, other) -> {
            Check.that(new HashSet<>(a.parameters().stream().map(Parameter::name).toList()).size() == a.parameters().size(),
                    "two parameters share a name; expected one per state-dict name");
            for (int i = 0; i < a.parameters().size(); i++) {
                Parameter parameter = a.parameters().get(i);
                Check.that(parameter.array().getShape().equals(parameter.shape()), parameter.name() + " isn't of its own shape");
                equal(parameter.name() + " of the same seed", parameter.array(), b.parameters().get(i).array());
            }
        }));
    }

    private void weights() throws Exception {
        Path file = Files.createTempFile("glad-check", ".safetensors");
        try {
            with(Precision.FP32, 7, (saved, scope) -> {
                Map<String, NDArray> tensors = new LinkedHashMap<>();
                saved.parameters().stream().filter(p -> !p.computed()).forEach(p -> tensors.put(p.name(), p.array()));
                SafetensorsWriter.write(file, tensors, Map.of(), Storage.F32);
                with(Precision.FP32, 8, (loaded, other) -> {
                    fill(loaded, file, other);
                    same("after saving and loading", trial.run(saved, scope, 0, 2), trial.run(loaded, other, 0, 2));
                });
            });
        } finally {
            Files.delete(file);
        }
    }

    private static void fill(Part part, Path file, NDManager scope) throws IOException, GladException {
        try (Safetensors weights = Safetensors.open(file)) {
            for (Parameter parameter : part.parameters()) {
                if (!parameter.computed()) {
                    parameter.assign(weights.read(parameter.name(), scope));
                }
            }
        }
    }

    private static void same(String when, List<Output> a, List<Output> b) {
        Check.that(a.size() == b.size(), when + " there are " + b.size() + " arrays, not " + a.size());
        for (int i = 0; i < a.size(); i++) {
            equal(a.get(i).name() + " " + when, a.get(i).array(), b.get(i).array());
        }
    }

    private static void equal(String what, NDArray a, NDArray b) {
        Check.that(Arrays.equals(a.toFloatArray(), b.toFloatArray()), what + " differs; expected the same bits");
    }

    private static void near(String what, float[] a, float[] b, double tolerance) {
        double most = 1e-6;
        double gap = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i]));
            gap = Math.max(gap, Math.abs(a[i] - b[i]));
        }
        Check.that(gap <= tolerance * most, what + " is off by " + gap + " where the largest value is " + most);
    }

    private static void finite(String what, NDArray array) {
        for (float value : array.toFloatArray()) {
            Check.that(Float.isFinite(value), what + " holds " + value);
        }
    }
}
