package glad.train;

import ai.djl.ndarray.NDArray;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.ModelFiles;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.train.TrainingStage;
import glad.nn.weights.LoadReport;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.Placement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;

/** A stage that can be trained: its model on every device, filled, and the optimiser. */
final class PreparedStage implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Model model;
    private final TrainingStage stage;
    private final FrozenParts frozen;
    private final Replicas replicas;
    private final AdamW optimiser;
    private final WeightAverage average;

    /** What stages are made of. */
    record Source(Composer composer, ModelFiles files, ModelSpec model, List<Placement> placements, TrainingSpec spec) {

        private Model compose(int device, StageSpec stage) {
            return composer.compose(stage.apply(model), placed(placements.get(device), stage));
        }

        static Placement placed(Placement placement, StageSpec stage) {
            return new Placement(placement.device(), stage.precision(), placement.seed());
        }
    }

    /** Gives a new model its parameters. */
    private interface Filling {

        void fill(Model model, FrozenParts frozen);
    }

    /**
     * Makes a stage that begins a training.
     *
     * @param filled told what each file of initial weights filled
     */
    static PreparedStage begun(Source source, int number, BiConsumer<InitialWeights, LoadReport> filled) {
        return new PreparedStage(source, number, (model, frozen) -> initialise(source, model, frozen, filled), null);
    }

    /**
     * Makes a stage that goes on from a checkpoint.
     *
     * @param inside whether the checkpoint stands inside the stage, not at its begin
     */
    static PreparedStage resumed(Source source, int number, Checkpoint checkpoint, boolean inside) {
        return new PreparedStage(source, number, (model, frozen) -> {
            Set<PartKind> elsewhere = checkpoint.given();
            give(source, model, elsewhere);
            checkpoint.weights(FrozenParts.without(elsewhere, model), model.manager());
        }, inside ? checkpoint : null);
    }

    /** Makes a stage with drawn weights on the first device alone, to measure it. */
    static PreparedStage drawn(Source source, int number) {
        return new PreparedStage(source, number, (model, frozen) -> model.weights().draw(), null);
    }

    private PreparedStage(Source source, int number, Filling filling, Checkpoint state) {
        try {
            StageSpec stageSpec = source.spec().stages().get(number);
            model = opened(source.compose(0, stageSpec));
            StageModel view = new StageModel(model, stageSpec.microBatch());
            stage = opened(stage(view, model, stageSpec));
            Map<String, Parameter> trained = stageSpec.trained(stage.parameters());
            frozen = FrozenParts.of(model, trained, source.spec(), number);
            view.freeze(frozen.kinds());
            filling.fill(model, frozen);
            optimiser = opened(new AdamW(trained, stageSpec.optimiser(), model.manager()));
            average = opened(new WeightAverage(trained, stageSpec.ema(), model.manager()));
            if (state != null) {
                state.state(optimiser, average, model.manager());
            }
            replicas = opened(new Replicas(model, stage, trained, stageSpec.microBatch()));
            for (int device = 1; device < source.placements().size(); device++) {
                Model copy = source.compose(device, stageSpec);
                StageModel copied = new StageModel(copy, stageSpec.microBatch());
                copied.freeze(frozen.kinds());
                give(source, copy, frozen.given());
                replicas.add(copy, stage(copied, copy, stageSpec), frozen);
            }
            replicas.prepare();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private static TrainingStage stage(StageModel view, Model model, StageSpec stageSpec) {
        StageSpec.Goal goal = stageSpec.goal();
        TrainingStage stage = goal.factory().create(goal.options(), view);
        for (PartKind kind : PartKind.values()) {
            model.parameters(kind).stream().map(Parameter::name).filter(stage.parameters()::containsKey)
                    .filter(name -> stageSpec.precision().part(kind) == Precision.FP16).findFirst().ifPresent(name -> {
                        stage.close();
                        throw GladException.usage("stage " + goal.id() + " trains \"" + name + "\", and small gradients vanish in fp16;"
                                + " expected " + kind.key() + "=bf16 or " + kind.key() + "=fp32 in the stage's precision");
                    });
        }
        return stage;
    }

    /** Fills parts that no checkpoint holds from the initial weights. */
    private static void give(Source source, Model model, Set<PartKind> given) {
        if (!given.isEmpty()) {
            model.weights().initialise(FrozenParts.references(source.spec(), given), source.files(), given);
        }
    }

    private static void initialise(Source source, Model model, FrozenParts frozen, BiConsumer<InitialWeights, LoadReport> filled) {
        if (source.spec().initial().isEmpty()) {
            return;
        }
        List<String> references = source.spec().initial().stream().map(InitialWeights::file).toList();
        List<Parameter> left = source.spec().initial().stream().flatMap(initial -> initial.left(model).stream()).toList();
        List<NDArray> drawn = left.stream().map(parameter -> parameter.array().duplicate()).toList();
        Map<String, LoadReport> reports = model.weights().initialise(references, source.files(), frozen.given());
        for (int i = 0; i < left.size(); i++) {
            drawn.get(i).copyTo(left.get(i).array());
            drawn.get(i).close();
        }
        for (InitialWeights initial : source.spec().initial()) {
            filled.accept(initial, reports.get(initial.file()));
            initial.check(model, reports.get(initial.file()));
        }
    }

    /**
     * Does one update.
     *
     * @param seed all draws follow from it
     * @param factor the schedule's on the learning rate
     * @return the gradient's norm, the loss and its terms; if the norm isn't finite, nothing has changed
     */
    double[] update(List<TrainingPair> pairs, long seed, double factor) {
        double[] values = replicas.gradients(pairs, seed);
        values[0] = optimiser.step(factor);
        if (Double.isFinite(values[0])) {
            replicas.spread();
            average.take(optimiser.updates());
        }
        return values;
    }

    /** Does one update and returns the seconds that gradients and the optimiser's step took. */
    double[] timed(List<TrainingPair> pairs, long seed) {
        long start = System.nanoTime();
        replicas.gradients(pairs, seed);
        long middle = System.nanoTime();
        optimiser.step(0);
        average.take(optimiser.updates());
        return new double[] {(middle - start) / 1e9, (System.nanoTime() - middle) / 1e9};
    }

    /** Returns the bytes of arrays that stay through a training, by what they are. */
    Map<String, Long> bytes(StageSpec stageSpec) {
        long trained = 0;
        long weights = 0;
        for (PartKind kind : PartKind.values()) {
            boolean half = stageSpec.precision().part(kind) != Precision.FP32;
            for (Parameter parameter : model.parameters(kind)) {
                long size = parameter.shape().size();
                trained += parameter.learned() && stage.parameters().containsKey(parameter.name()) && optimiser.trains(parameter.name()) ? size : 0;
                // Frozen parts keep a cast, and where checkpoints hold them the fp32 master too.
                boolean cast = half && parameter.learned() && frozen.kinds().contains(kind);
                weights += size * (!cast ? Float.BYTES : frozen.given().contains(kind) ? Short.BYTES : Short.BYTES + Float.BYTES);
            }
        }
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put("weights", weights);
        bytes.put("gradients", trained * Float.BYTES);
        bytes.put("optimiser", 2 * trained * Float.BYTES);
        bytes.put("average", stageSpec.ema() > 0 ? trained * Float.BYTES : 0);
        return bytes;
    }

    /** Measures the model, or the average of its weights if there is one, on held-out pairs. */
    Map<String, Double> check(List<TrainingPair> pairs, long seed) {
        average.swap();
        Map<String, Double> measures = stage.check(pairs, new Random(seed));
        average.swap();
        stage.prepare();
        return measures;
    }

    /** Draws what the model, or the average of its weights, makes of some pairs. */
    List<Image> drawings(List<TrainingPair> pairs, long seed) {
        average.swap();
        List<Image> drawn = stage.drawings(pairs, new Random(seed));
        average.swap();
        stage.prepare();
        return drawn;
    }

    /** Returns the learning rates by the names of groups of parameters. */
    Map<String, Double> rates(double factor) {
        return optimiser.rates(factor);
    }

    /** Returns the names of the loss's terms. */
    List<String> terms() {
        return stage.terms();
    }

    /** Writes a checkpoint. */
    void write(Checkpoint checkpoint, Checkpoint.Place place, double measure, TrainingSpec spec) {
        checkpoint.write(place, measure, frozen.stored(model), optimiser, average, frozen, spec, model.manager());
    }

    /** Frees the models, stages and the optimiser. */
    @Override
    public void close() {
        for (AutoCloseable resource : open) {
            try {
                resource.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        open.clear();
    }
}
