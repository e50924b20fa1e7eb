package glad.train;

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

    /**
     * Makes a stage.
     *
     * @param number the stage's, from 0
     * @param checkpoint what it goes on from; null where the training begins with its initial weights
     * @param done how many of its updates are in the checkpoint
     * @param filled told what each file of initial weights filled, where the training begins
     */
    PreparedStage(Source source, int number, Checkpoint checkpoint, long done, BiConsumer<InitialWeights, LoadReport> filled) {
        try {
            StageSpec stageSpec = source.spec().stages().get(number);
            model = opened(source.compose(0, stageSpec));
            StageModel view = new StageModel(model);
            stage = opened(stage(view, model, stageSpec));
            Map<String, Parameter> trained = stageSpec.trained(stage.parameters());
            frozen = FrozenParts.of(model, trained, source.spec(), number);
            view.freeze(frozen.kinds());
            if (checkpoint != null) {
                Set<PartKind> elsewhere = checkpoint.given();
                give(source, model, elsewhere);
                checkpoint.weights(FrozenParts.without(elsewhere, model), model.manager());
            } else if (!source.spec().initial().isEmpty()) {
                initialise(source, filled);
            }
            optimiser = opened(new AdamW(trained, stageSpec.optimiser(), model.manager()));
            average = opened(new WeightAverage(trained, stageSpec.ema(), model.manager()));
            if (done > 0) {
                checkpoint.state(optimiser, average, model.manager());
            }
            replicas = opened(new Replicas(model, stage, trained, stageSpec.microBatch()));
            for (int device = 1; device < source.placements().size(); device++) {
                Model copy = source.compose(device, stageSpec);
                StageModel copied = new StageModel(copy);
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

    private void initialise(Source source, BiConsumer<InitialWeights, LoadReport> filled) {
        List<String> references = source.spec().initial().stream().map(InitialWeights::file).toList();
        Map<String, LoadReport> reports = model.weights().initialise(references, source.files(), frozen.given());
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
