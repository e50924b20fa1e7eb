package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.Parameter;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019) with parameter groups, clipping of the
 * gradients' global norm, and a state that can be saved.
 *
 * <p>Gradients accumulate in the parameters' arrays until {@link #step}, which uses and zeroes them.
 */
public final class AdamW implements AutoCloseable {

    /** A parameter and its moments; the handles share memory with the arrays and carry the kernels' list names. */
    private record Slot(NDArray array, NDArray handle, NDArray mean, NDArray square) {}

    private record Group(Kernel update, double rateScale, List<Slot> slots) {}

    /**
     * Settings.
     *
     * @param rate learning rate before schedule and group factor
     * @param beta1 decay of the mean
     * @param beta2 decay of the square
     * @param weightDecay decoupled decay per update, times the rate
     * @param decayVectors whether arrays of less than two dimensions (biases, the parameters of normalisation) decay as well
     * @param clip largest global gradient norm
     * @param groups parameters with numbers of their own; the first that fits a name counts
     */
    public record Settings(double rate, double beta1, double beta2, double weightDecay, boolean decayVectors, double clip,
            List<ParameterGroup> groups) {

        private ParameterGroup group(String name) {
            return groups.stream().filter(g -> g.names().fits(name)).findFirst().orElse(EVERYTHING);
        }
    }

    private static final ParameterGroup EVERYTHING = new ParameterGroup(new NamePattern("*"), 1, null);

    private final NDManager manager;
    private final Settings settings;
    private final Kernel norm;
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private long updates;

    /**
     * Makes an optimiser; from now on gradients are collected for these parameters.
     *
     * @param parameters the parameters to train by full name; buffers among them are left out
     * @param parent owner of the optimiser's own arrays, on the parameters' device
     * @throws GladException (usage) if a group fits none of the parameters
     */
    public AdamW(Map<String, Parameter> parameters, Settings settings, NDManager parent) {
        this.settings = settings;
        manager = parent.newSubManager();
        for (ParameterGroup group : settings.groups()) {
            if (parameters.keySet().stream().noneMatch(group.names()::fits)) {
                manager.close();
                throw GladException.usage("the group \"" + group.names() + "\" fits none of the parameters that are trained, such"
                        + " as " + parameters.keySet().stream().limit(3).toList() + "; expected whole names, with * for any"
                        + " characters");
            }
        }
        Kernels kernels = new Kernels(manager);
        norm = kernels.get(AdamW.class, "gradient_norm.py", Map.of());
        Map<String, Group> byKind = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.learned()) {
                ParameterGroup own = settings.group(name);
                boolean decays = settings.decayVectors() || parameter.shape().dimension() >= 2;
                double decay = own.decay() != null ? own.decay() : decays ? settings.weightDecay() : 0;
                double scale = own.rate();
                Map<String, Object> constants =
                        Map.of("BETA1", settings.beta1(), "BETA2", settings.beta2(), "DECAY", decay);
                Slot slot = slot(parameter.array());
                slots.put(name, slot);
                byKind.computeIfAbsent(decay + " " + scale, k -> new Group(
                        kernels.get(AdamW.class, "adamw.py", constants), scale, new ArrayList<>())).slots().add(slot);
            }
        });
        groups.addAll(byKind.values());
    }

    private Slot slot(NDArray array) {
        array.setRequiresGradient(true);
        return new Slot(array, named(array.stopGradient(), "p[]"), named(manager.zeros(array.getShape()), "m[]"),
                named(manager.zeros(array.getShape()), "v[]"));
    }

    private NDArray named(NDArray array, String name) {
        array.attach(manager);
        array.setName(name);
        return array;
    }

    /** Tells whether a parameter is among those that it updates. */
    boolean trains(String name) {
        return slots.containsKey(name);
    }

    /** Returns the learning rates by the groups' names, {@code *} for what is in none. */
    public Map<String, Double> rates(double factor) {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put(EVERYTHING.names().toString(), settings.rate() * factor);
        settings.groups().forEach(group -> rates.put(group.names().toString(), settings.rate() * factor * group.rate()));
        return rates;
    }

    /** Returns the number of updates done. */
    public long updates() {
        return updates;
    }

    /**
     * Updates all parameters from their gradients, and zeroes the gradients. If their norm isn't finite, nothing changes.
     *
     * @param factor the schedule's factor on the learning rate
     * @return the global norm of the gradients before clipping; not finite if the training has diverged
     */
    public double step(double factor) {
        try (NDManager scope = manager.newSubManager()) {
            NDList all = new NDList(scope.create((float) settings.clip()));
            Map<Slot, NDArray> gradients = new java.util.IdentityHashMap<>();
            for (Slot slot : slots.values()) {
                NDArray gradient = slot.array().getGradient();
                gradient.attach(scope);
                gradient.setName("g[]");
                gradients.put(slot, gradient);
                all.add(gradient);
            }
            NDArray[] measured = norm.many(false, all.toArray(new NDArray[0]));
            double length = measured[0].getFloat();
            if (!Double.isFinite(length)) {
                return length;
            }
            updates++;
            NDArray count = scope.create((float) updates);
            for (Group group : groups) {
                NDList inputs = new NDList(
                        scope.create((float) (settings.rate() * factor * group.rateScale())), count, measured[1]);
                group.slots().forEach(slot -> inputs.add(slot.handle()));
                group.slots().forEach(slot -> inputs.add(gradients.get(slot)));
                group.slots().forEach(slot -> inputs.add(slot.mean()));
                group.slots().forEach(slot -> inputs.add(slot.square()));
                group.update().many(false, inputs.toArray(new NDArray[0]));
            }
            return length;
        }
    }

    /** Returns the state by name, for a checkpoint: the moments and the number of updates. The arrays stay this object's. */
    public Map<String, NDArray> state(NDManager scope) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            state.put(name + ".mean", slot.mean());
            state.put(name + ".square", slot.square());
        });
        state.put("updates", scope.create(updates));
        return state;
    }

    /**
     * Takes back a state.
     *
     * @param lookUp gives the array saved under a name; it stays the caller's
     */
    public void restore(java.util.function.Function<String, NDArray> lookUp) {
        slots.forEach((name, slot) -> {
            lookUp.apply(name + ".mean").copyTo(slot.mean());
            lookUp.apply(name + ".square").copyTo(slot.square());
        });
        updates = lookUp.apply("updates").getLong();
    }

    /** Frees the state and stops collecting gradients. */
    @Override
    public void close() {
        slots.values().forEach(slot -> slot.array().setRequiresGradient(false));
        manager.close();
    }
}
