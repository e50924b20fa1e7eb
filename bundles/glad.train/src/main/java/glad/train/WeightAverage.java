package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.Parameter;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An exponential moving average of the weights in training, statistics of normalisation included: what is checked, kept in
 * checkpoints as the model, and left when a stage ends. Early averages forget faster, so that the first weights don't last:
 * of update n, {@code min(decay, (1 + n) / (10 + n))} of the average before stays.
 */
final class WeightAverage implements AutoCloseable {

    /** A parameter and its average; the handle shares memory with the parameter's array. Both carry the kernel's list names. */
    private record Slot(NDArray handle, NDArray average) {}

    private final double decay;
    private final NDManager manager;
    private final Kernel update;
    private final Kernel swap;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    /**
     * Begins with the parameters' values.
     *
     * @param parameters those in training, by full name
     * @param decay fraction of the average that stays; 0 for no average
     * @param parent owner of the averages
     */
    WeightAverage(Map<String, Parameter> parameters, double decay, NDManager parent) {
        this.decay = decay;
        manager = parent.newSubManager();
        Kernels kernels = new Kernels(manager);
        update = kernels.get(WeightAverage.class, "weight_average.py", Map.of());
        swap = kernels.get(WeightAverage.class, "swap_weights.py", Map.of());
        if (decay > 0) {
            parameters.forEach((name, parameter) -> {
                if (!parameter.computed()) {
                    NDArray handle = named(parameter.array().stopGradient(), "p[]");
                    slots.put(name, new Slot(handle, named(handle.duplicate(), "s[]")));
                }
            });
        }
    }

    private NDArray named(NDArray array, String name) {
        array.attach(manager);
        array.setName(name);
        return array;
    }

    /** Takes the parameters in, after so many updates, the last one included. */
    void take(long updates) {
        run(update, 1 - Math.min(decay, (1.0 + updates) / (10.0 + updates)));
    }

    /** Runs a kernel on all parameters and averages, which it changes in place: a copy by DJL would part a handle from its array. */
    private void run(Kernel kernel, double number) {
        if (slots.isEmpty()) {
            return;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList inputs = new NDList(scope.create((float) number));
            slots.values().forEach(slot -> inputs.add(slot.handle()));
            slots.values().forEach(slot -> inputs.add(slot.average()));
            kernel.many(false, inputs.toArray(new NDArray[0]));
        }
    }

    /** Exchanges averages and parameters. Parts must be told by {@link glad.api.model.Part#mode}, before they compute. */
    void swap() {
        run(swap, 0);
    }

    /** Returns the averages by the parameters' names; they stay this object's. Empty for none. */
    Map<String, NDArray> averages() {
        Map<String, NDArray> averages = new LinkedHashMap<>();
        slots.forEach((name, slot) -> averages.put(name, slot.average()));
        return averages;
    }

    /**
     * Goes on where the parameters hold the averages.
     *
     * @param lookUp gives the array of a parameter in training; it stays the caller's
     */
    void restore(Function<String, NDArray> lookUp) {
        slots.forEach((name, slot) -> lookUp.apply(name).copyTo(slot.average()));
        swap();
    }

    @Override
    public void close() {
        manager.close();
    }
}
