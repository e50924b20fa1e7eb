package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import glad.api.train.TrainingStage;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.runtime.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The model of a stage on each of several devices. Every device computes the loss of its own part of a batch; one backward pass
 * over the sum of these losses, in which libtorch has a thread for each device, leaves the gradients, and they are added to the first
 * device's in the devices' order. The optimiser knows the first device alone; {@link #spread} tells the others.
 */
final class Replicas implements AutoCloseable {

    private final List<Replica> all = new ArrayList<>();
    private final Map<String, Parameter> trained;
    private final int microBatch;
    private final Kernel add;
    private final Kernel copy;
    private final Kernel blend;

    /** A model and its stage; of trained arrays that aren't the first device's, handles that share their memory. */
    private record Replica(Model model, TrainingStage stage, NDManager manager) {}

    /**
     * Begins with the model of the first device.
     *
     * @param model the first device's; closed by its owner
     * @param stage made of it; closed by its owner
     * @param trained the stage's parameters that aren't frozen, and its statistics
     * @param microBatch the most examples that a device computes at once
     */
    Replicas(Model model, TrainingStage stage, Map<String, Parameter> trained, int microBatch) {
        this.trained = trained;
        this.microBatch = microBatch;
        NDManager manager = model.manager().newSubManager();
        all.add(new Replica(model, stage, manager));
        Kernels kernels = new Kernels(manager);
        add = kernels.get(Replicas.class, "add_gradients.py", Map.of());
        copy = kernels.get(Replicas.class, "copy_weights.py", Map.of());
        blend = kernels.get(Replicas.class, "weight_average.py", Map.of());
    }

    /**
     * Adds a device. Its parameters become the first device's, and collect gradients from now on.
     *
     * @param model on another device or the same; closed with this
     * @param stage made of it; closed with this
     * @param frozen the parts that were given their parameters already
     */
    void add(Model model, TrainingStage stage, FrozenParts frozen) {
        all.add(new Replica(model, stage, model.manager().newSubManager()));
        List<Parameter> own = frozen.stored(all.get(0).model());
        List<Parameter> others = frozen.stored(model);
        for (int i = 0; i < own.size(); i++) {
            others.get(i).assign(own.get(i).array());
        }
        stage.parameters().forEach((name, parameter) -> {
            if (trained.containsKey(name) && parameter.learned()) {
                parameter.array().setRequiresGradient(true);
            }
        });
    }

    /** Puts the model on every device in the mode of training. */
    void prepare() {
        all.forEach(replica -> replica.stage().prepare());
    }

    /**
     * Adds the gradients of a batch to those of the first device's parameters.
     *
     * @param pairs the batch, of which every device takes an equal part in the order of the examples
     * @param seed all draws follow from it
     * @return 0, the loss, its terms
     */
    double[] gradients(List<TrainingPair> pairs, long seed) {
        double[] values = new double[all.get(0).stage().terms().size() + 2];
        List<NDManager> scopes = all.stream().map(replica -> replica.model().manager().newSubManager()).toList();
        try {
            List<TrainingStage.Batch> batches = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                batches.add(all.get(i).stage().batch(pairs, new Random(seed), scopes.get(i)));
            }
            int each = pairs.size() / all.size();
            for (int from = 0; from < each; from += microBatch) {
                backward(batches, each, from, Math.min(each, from + microBatch), seed, values);
            }
        } finally {
            scopes.forEach(NDManager::close);
        }
        for (int i = 1; i < all.size(); i++) {
            addGradients(all.get(i));
        }
        return values;
    }

    /** One piece of every device's part. */
    private void backward(List<TrainingStage.Batch> batches, int each, int from, int to, long seed, double[] values) {
        double share = (to - from) / (double) (each * all.size());
        List<NDManager> scopes = all.stream().map(replica -> replica.model().manager().newSubManager()).toList();
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            // A factor given as a Java number is memory that DJL lets go of at once, and the backward pass reads it.
            List<NDArray> shares = scopes.stream().map(scope -> scope.create((float) share)).toList();
            List<NDArray[]> losses = new ArrayList<>();
            NDArray total = null;
            for (int i = 0; i < all.size(); i++) {
                // Dropped paths are drawn by libtorch, whose state isn't in a checkpoint, and devices must not draw the same.
                Torch.seed(seed ^ (all.get(i).model().placement().device().getDeviceId() + 1L) << 48
                        ^ ((long) i << 24 | from) * 0x9E3779B97F4A7C15L);
                NDArray[] loss = batches.get(i).loss(i * each + from, i * each + to, scopes.get(i));
                losses.add(loss);
                NDArray part = share == 1 ? loss[0] : loss[0].mul(shares.get(i));
                total = total == null ? part : total.add(part.toDevice(total.getDevice(), false));
            }
            collector.backward(total);
            for (NDArray[] loss : losses) {
                for (int i = 0; i < loss.length; i++) {
                    values[i + 1] += share * loss[i].getFloat();
                }
            }
        } finally {
            scopes.forEach(NDManager::close);
        }
    }

    private void addGradients(Replica other) {
        try (NDManager scope = all.get(0).manager().newSubManager(); NDManager there = other.manager().newSubManager()) {
            NDList inputs = new NDList(scope.create(0f));
            collect(inputs, all.get(0), true, scope, "g[]", p -> p.array().getGradient());
            collect(inputs, other, true, there, "h[]", p -> p.array().getGradient());
            add.many(false, inputs.toArray(new NDArray[0]));
        }
    }

    /** Gives every device the first one's parameters, and statistics of normalisation that are the mean of all devices'. */
    void spread() {
        for (int i = 1; i < all.size(); i++) {
            run(blend, 1f / (i + 1), false, all.get(i), all.get(0), "s[]");
        }
        for (int i = 1; i < all.size(); i++) {
            run(copy, 0, true, all.get(0), all.get(i), "q[]");
            run(copy, 0, false, all.get(0), all.get(i), "q[]");
        }
    }

    /** Runs a kernel that changes the second model's arrays in place by the first one's. */
    private void run(Kernel kernel, float number, boolean learned, Replica from, Replica to, String changed) {
        try (NDManager scope = all.get(0).manager().newSubManager(); NDManager other = from.manager().newSubManager();
                NDManager there = to.manager().newSubManager()) {
            NDList inputs = new NDList(scope.create(number));
            collect(inputs, from, learned, other, "p[]", p -> p.array().stopGradient());
            collect(inputs, to, learned, there, changed, p -> p.array().stopGradient());
            if (inputs.size() > 1) {
                kernel.many(false, inputs.toArray(new NDArray[0]));
            }
        }
    }

    private void collect(NDList list, Replica replica, boolean learned, NDManager scope, String name,
            java.util.function.Function<Parameter, NDArray> array) {
        replica.stage().parameters().forEach((full, parameter) -> {
            if (trained.containsKey(full) && parameter.learned() == learned && !parameter.computed()) {
                NDArray handle = array.apply(parameter);
                handle.attach(scope);
                handle.setName(name);
                list.add(handle);
            }
        });
    }

    /** Frees the other devices; the first one's model and stage are their owner's. */
    @Override
    public void close() {
        for (int i = all.size() - 1; i > 0; i--) {
            all.get(i).stage().close();
            all.get(i).model().close();
        }
        all.get(0).manager().close();
    }
}
