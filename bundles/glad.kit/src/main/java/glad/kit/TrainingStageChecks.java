package glad.kit;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import glad.api.Box;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import glad.kit.internal.SmallTracker;
import glad.nn.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What every training stage has to hold, whatever it optimises: see {@link #of}. */
public final class TrainingStageChecks {

    private static final Set<String> KINDS = Set.of("text", "diffusion", "backbone", "fusion", "words", "memory", "head");
    private static final int PAIRS = 4;
    private static final long SEED = 3;

    /** Sums of a batch are taken in another order. */
    private static final double ORDER = 1e-3;
    /** How far one step of the check goes, as a fraction of the loss: well above rounding, and near enough to be a straight line. */
    private static final double STEP = 2e-3;

    private final TrainingStageFactory factory;
    private final Options options;
    private final Function<NDManager, TrainingModel> models;

    private TrainingStageChecks(TrainingStageFactory factory, Options options, Function<NDManager, TrainingModel> models) {
        this.factory = factory;
        this.options = options;
        this.models = models;
    }

    /** Does something with a stage of a fresh model. */
    private interface Work {

        void on(TrainingStage stage, TrainingModel model, NDManager scope) throws Exception;
    }

    /**
     * Returns a small tracker to train: a region of 64 pixels as 4x4 tokens of width 16, and all five parts, with fixed parameters.
     *
     * @param manager owner of its arrays
     */
    public static TrainingModel small(NDManager manager) {
        return new SmallTracker(manager);
    }

    /**
     * Returns the checks of a stage: that it trains parameters of the model; that its loss and terms are finite scalars, the same for
     * the same draws and however a batch is cut up; that gradients are finite, reach a parameter, and lead to a lower loss; that
     * measuring changes nothing; and that the model outlives the stage.
     *
     * @param options checked against the factory's
     * @param models makes the tracker to train, {@link #small} or one with the parts that the stage is for, in arrays of the given
     *     manager
     */
    public static List<Check> of(TrainingStageFactory factory, Options options, Function<NDManager, TrainingModel> models) {
        TrainingStageChecks checks = new TrainingStageChecks(factory, options, models);
        return List.of(
                new Check("it says which parts it trains", () -> Check.that(!factory.trains().isEmpty() && KINDS.containsAll(factory.trains()),
                        "trains() is " + factory.trains() + "; expected some of " + new TreeSet<>(KINDS))),
                new Check("its parameters are the model's, by full name", checks::parameters),
                new Check("a loss and its terms are finite scalars", checks::scalars),
                new Check("the same draws give the same loss", checks::draws),
                new Check("the loss of a batch is that of its pieces", checks::pieces),
                new Check("gradients are finite and reach a parameter", () -> checks.with((stage, model, scope) -> gradients(stage, scope))),
                new Check("a small step against the gradient lowers the loss", checks::step),
                new Check("measuring gives numbers and changes no parameter", checks::measures),
                new Check("the model works after the stage", checks::close));
    }

    private void with(Work work) throws Exception {
        try (NDManager manager = Torch.manager(); NDManager scope = manager.newSubManager()) {
            TrainingModel model = models.apply(manager);
            try (TrainingStage stage = factory.create(options, model)) {
                stage.prepare();
                work.on(stage, model, scope);
            }
        }
    }

    private void parameters() throws Exception {
        with((stage, model, scope) -> {
            Map<String, Parameter> known = new LinkedHashMap<>();
            KINDS.forEach(kind -> model.parameters(kind).forEach(parameter -> known.put(parameter.name(), parameter)));
            Check.that(!learned(stage).isEmpty(), "no parameter is learned; expected one at least");
            stage.parameters().forEach((name, parameter) -> Check.that(
                    known.containsKey(name) && known.get(name).array() == parameter.array(),
                    "\"" + name + "\" isn't the model's parameter of that name; expected what parameters(kind) gives, under its own name"));
        });
    }

    private void scalars() throws Exception {
        with((stage, model, scope) -> {
            NDArray[] all = loss(stage, scope, 0, PAIRS);
            Check.that(all.length == 1 + stage.terms().size(), "there are " + all.length + " values; expected the loss and "
                    + stage.terms().size() + ", as terms() says");
            for (int i = 0; i < all.length; i++) {
                String name = i == 0 ? "the loss" : stage.terms().get(i - 1);
                Check.that(all[i].getShape().size() == 1, name + " has shape " + all[i].getShape() + "; expected a scalar");
                Check.that(Float.isFinite(all[i].toFloatArray()[0]), name + " is " + all[i].toFloatArray()[0]);
            }
        });
    }

    private void draws() throws Exception {
        with((stage, model, scope) -> {
            double first = value(stage, scope, 0, PAIRS);
            double second = value(stage, scope, 0, PAIRS);
            Check.that(first == second, "the loss is " + first + ", and " + second + " for the same draws; expected that batch() takes all"
                    + " of its draws from the given random numbers");
        });
    }

    private void pieces() throws Exception {
        with((stage, model, scope) -> {
            TrainingStage.Batch batch = stage.batch(pairs(), new Random(SEED), scope);
            double whole = batch.loss(0, PAIRS, scope)[0].toFloatArray()[0];
            double first = batch.loss(0, 1, scope)[0].toFloatArray()[0];
            double rest = batch.loss(1, PAIRS, scope)[0].toFloatArray()[0];
            double mean = (first + rest * (PAIRS - 1)) / PAIRS;
            Check.that(Math.abs(mean - whole) <= ORDER * Math.abs(whole), "the loss of the batch is " + whole + ", the mean of its pieces, "
                    + "weighted by their examples, " + mean + "; expected the same");
        });
    }

    /** Returns the gradients of what is learned. */
    private static List<NDArray> gradients(TrainingStage stage, NDManager scope) {
        List<Parameter> learned = learned(stage);
        learned.forEach(parameter -> parameter.array().setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss(stage, scope, 0, PAIRS)[0]);
        } catch (EngineException e) {
            throw new AssertionError("the loss depends on no parameter (" + Reason.of(e) + "); compute it with arrays, and put the parts in"
                    + " training mode in prepare()", e);
        }
        List<NDArray> gradients = new ArrayList<>();
        double reached = 0;
        for (Parameter parameter : learned) {
            NDArray gradient = parameter.array().getGradient();
            gradients.add(gradient);
            for (float value : gradient.toFloatArray()) {
                Check.that(Float.isFinite(value), "the gradient of " + parameter.name() + " holds " + value);
                reached += Math.abs(value);
            }
        }
        Check.that(reached > 0, "all gradients are 0; expected that the loss depends on a parameter");
        return gradients;
    }

    private void step() throws Exception {
        with((stage, model, scope) -> {
            List<NDArray> gradients = gradients(stage, scope);
            double before = value(stage, scope, 0, PAIRS);
            double slope = gradients.stream().mapToDouble(gradient -> gradient.square().sum().toFloatArray()[0]).sum();
            NDArray rate = scope.create((float) (STEP * Math.abs(before) / slope));
            List<Parameter> learned = learned(stage);
            for (int i = 0; i < learned.size(); i++) {
                NDArray array = learned.get(i).array();
                array.setRequiresGradient(false);
                NDArray next = array.sub(gradients.get(i).mul(rate));
                learned.get(i).assign(next);
            }
            double after = value(stage, scope, 0, PAIRS);
            Check.that(after < before, "the loss is " + before + " before a small step against its gradient, and " + after
                    + " after it; expected less");
        });
    }

    private void measures() throws Exception {
        with((stage, model, scope) -> {
            List<float[]> before = values(stage);
            Map<String, Double> measures = stage.check(pairs(), new Random(SEED));
            Check.that(!measures.isEmpty() && measures.values().stream().noneMatch(value -> value == null),
                    "check() gives " + measures + "; expected a number at least");
            List<float[]> after = values(stage);
            for (int i = 0; i < before.size(); i++) {
                Check.that(Arrays.equals(before.get(i), after.get(i)), "check() changes a parameter");
            }
        });
    }

    private void close() throws Exception {
        try (NDManager manager = Torch.manager(); NDManager scope = manager.newSubManager()) {
            TrainingModel model = models.apply(manager);
            for (int i = 0; i < 2; i++) {
                try (TrainingStage stage = factory.create(options, model)) {
                    stage.prepare();
                    value(stage, scope, 0, PAIRS);
                }
            }
        }
    }

    private static List<Parameter> learned(TrainingStage stage) {
        return stage.parameters().values().stream().filter(Parameter::learned).toList();
    }

    private static List<float[]> values(TrainingStage stage) {
        return stage.parameters().values().stream().map(parameter -> parameter.array().toFloatArray()).toList();
    }

    private static NDArray[] loss(TrainingStage stage, NDManager scope, int from, int to) {
        return stage.batch(pairs(), new Random(SEED), scope).loss(from, to, scope);
    }

    private static double value(TrainingStage stage, NDManager scope, int from, int to) {
        return loss(stage, scope, from, to)[0].toFloatArray()[0];
    }

    /** Returns pairs of noise, with targets of several sizes and places; one has a distractor, another a degraded template. */
    private static List<TrainingPair> pairs() {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            double size = 0.2 + 0.05 * i;
            pairs.add(new TrainingPair(image(SmallTracker.TEMPLATE, i), Box.centred(0.5, 0.5, 0.5, 0.4),
                    image(SmallTracker.SEARCH, 7 + i), Box.centred(0.3 + 0.13 * i, 0.6 - 0.07 * i, size, 0.3), "a red box " + i,
                    i == 1 ? "a blue box" : "", i == 1 ? Box.centred(0.8, 0.3, 0.2, 0.3) : null, i != 2, i == 1));
        }
        return pairs;
    }

    private static Image image(int side, long seed) {
        byte[] pixels = new byte[side * side * 3];
        new Random(seed).nextBytes(pixels);
        return new Image(side, side, pixels);
    }
}
