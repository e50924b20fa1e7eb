package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A kernel of a layer with the weights that its parameters name, so that a call gives arrays alone. Made by {@link Layer#kernel(String,
 * Map, Map, String...)}, which refuses weights and arrays that aren't exactly the kernel's parameters.
 */
public final class BoundKernel {

    private final Function<Mode, Kernel> compiler;
    /** Those of modes that the layer was in: tracking needs those of training never. */
    private final Map<Mode, Kernel> kernels = new ConcurrentHashMap<>();
    /** By the kernel's parameters; null for those that a call gives. */
    private final Weight[] weights;
    private final int arrays;

    /**
     * Binds a kernel.
     *
     * @param compiler compiles it for a mode; asked for that of inference at once, for others when they are first wanted
     * @param weights by the names of the kernel's parameters
     * @param arrays names of its other parameters, in their order; the first is the kernel's first
     * @throws IllegalArgumentException saying which parameters are missing, spare or in another order
     */
    BoundKernel(Function<Mode, Kernel> compiler, Map<String, Weight> weights, String... arrays) {
        Kernel kernel = compiler.apply(Mode.INFER);
        List<String> parameters = kernel.parameters();
        List<String> others = parameters.stream().filter(name -> !weights.containsKey(name)).toList();
        List<String> given = List.of(arrays);
        List<String> wrong = new ArrayList<>();
        others.stream().filter(name -> !given.contains(name)).forEach(name -> wrong.add("nothing is given for \"" + name + "\""));
        weights.keySet().stream().filter(name -> !parameters.contains(name)).sorted()
                .forEach(name -> wrong.add("the weight \"" + name + "\" is no parameter"));
        given.stream().filter(name -> !others.contains(name))
                .forEach(name -> wrong.add("the array \"" + name + "\" is " + (weights.containsKey(name) ? "a weight too" : "no parameter")));
        if (wrong.isEmpty() && !others.equals(given)) {
            wrong.add("arrays are given as \"" + String.join(", ", given) + "\", their order is \"" + String.join(", ", others) + "\"");
        }
        if (wrong.isEmpty() && (given.isEmpty() || !given.get(0).equals(parameters.get(0)))) {
            wrong.add("the first parameter is the weight \"" + parameters.get(0) + "\", expected an array, whose manager gets the results");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(kernel + ": " + String.join("; ", wrong) + "; name what forward("
                    + String.join(", ", parameters) + ") takes");
        }
        this.compiler = compiler;
        kernels.put(Mode.INFER, kernel);
        this.weights = parameters.stream().map(weights::get).toArray(Weight[]::new);
        this.arrays = given.size();
    }

    NDArray one(Layer layer, NDArray... given) {
        Kernel kernel = of(layer.mode());
        return kernel.one(layer, inputs(kernel, given));
    }

    NDArray[] many(Layer layer, NDArray... given) {
        Kernel kernel = of(layer.mode());
        return kernel.many(layer, inputs(kernel, given));
    }

    private Kernel of(Mode mode) {
        Kernel known = kernels.get(mode);
        return known != null ? known : kernels.computeIfAbsent(mode, compiler);
    }

    private NDArray[] inputs(Kernel kernel, NDArray[] given) {
        if (given.length != arrays) {
            throw new IllegalArgumentException(kernel + " takes " + arrays + " arrays beside its weights, got " + given.length);
        }
        NDManager scope = given[0].getManager();
        NDArray[] inputs = new NDArray[weights.length];
        int next = 0;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = weights[i] == null ? given[next++] : weights[i].value(scope);
        }
        return inputs;
    }
}
