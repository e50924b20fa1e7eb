package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A piece of a network: owns parameters and child layers under their official state-dict names, and runs kernels.
 *
 * <p>A subclass declares parameters and children in its constructor and has a forward method of whatever signature suits
 * it. The root of the tree is the part itself; its children's names are prefixed with their path, so that
 * {@code child("blocks.0", ...)} holding {@code weight("attn.qkv.weight", ...)} is {@code blocks.0.attn.qkv.weight}.
 */
public abstract class Layer implements AutoCloseable {

    /** What no name of a child begins with. */
    private static final String INLINE = " ";

    private final LayerContext context;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final List<Object> order = new ArrayList<>();
    private final Kernel cast;
    private final Kernel widen;
    private String prefix = "";
    private Mode mode = Mode.INFER;

    /** Makes a layer of the part that the context belongs to. */
    protected Layer(LayerContext context) {
        this.context = context;
        this.cast = context.kernels().cast(context.precision());
        this.widen = context.kernels().get(Layer.class, "widen.py", Map.of());
    }

    /** Declares a learned parameter. */
    protected final Weight weight(String name, Init init, long... shape) {
        return add(new Weight(this, name, new Shape(shape), Weight.Role.LEARNED, init, null), name);
    }

    /** Declares a learned parameter that can adapt arrays of other shapes, see {@link Parameter#adapt}. */
    protected final Weight weight(String name, Init init, UnaryOperator<NDArray> adapter, long... shape) {
        return add(new Weight(this, name, new Shape(shape), Weight.Role.LEARNED, init, adapter), name);
    }

    /** Declares a buffer: saved and loaded, never changed by gradients, never cast. */
    protected final Weight buffer(String name, Init init, long... shape) {
        return add(new Weight(this, name, new Shape(shape), Weight.Role.BUFFER, init, null), name);
    }

    /** Declares a buffer that can adapt arrays of other shapes, see {@link Parameter#adapt}. */
    protected final Weight buffer(String name, Init init, UnaryOperator<NDArray> adapter, long... shape) {
        return add(new Weight(this, name, new Shape(shape), Weight.Role.BUFFER, init, adapter), name);
    }

    /** Declares a buffer whose values follow from the options, see {@link Parameter#computed}. */
    protected final Weight constant(String name, Init init, long... shape) {
        return add(new Weight(this, name, new Shape(shape), Weight.Role.CONSTANT, init, null), name);
    }

    private Weight add(Weight weight, String name) {
        if (weights.put(name, weight) != null) {
            throw new IllegalArgumentException("parameter \"" + name + "\" is declared twice");
        }
        order.add(weight);
        return weight;
    }

    /** Adds a child under a name, which may contain dots. */
    protected final <L extends Layer> L child(String name, L layer) {
        if (children.put(name, layer) != null) {
            throw new IllegalArgumentException("layer \"" + name + "\" is declared twice");
        }
        order.add(layer);
        ((Layer) layer).prefixWith(prefix + name + ".");
        return layer;
    }

    /** Adds a child whose parameters are named as if they were this layer's own. */
    protected final <L extends Layer> L inline(L layer) {
        children.put(INLINE + children.size(), layer);
        order.add(layer);
        ((Layer) layer).prefixWith(prefix);
        return layer;
    }

    private void prefixWith(String path) {
        prefix = path;
        children.forEach((name, child) -> child.prefixWith(name.startsWith(INLINE) ? path : path + name + "."));
    }

    /** Returns a kernel kept as a {@code .py} resource beside this class; see {@link Kernels#get}. */
    protected final Kernel kernel(String resource, Map<String, ?> constants) {
        return context.kernels().get(getClass(), resource, constants);
    }

    /**
     * Returns a kernel kept beside this class together with its weights, which are passed in the part's precision.
     *
     * @param constants see {@link Kernels#get}
     * @param weights by the names of the kernel's parameters
     * @param arrays names of its other parameters in their order, which a call gives; the first is the kernel's first
     * @throws IllegalArgumentException if these aren't exactly the kernel's parameters
     */
    protected final BoundKernel kernel(String resource, Map<String, ?> constants, Map<String, Weight> weights, String... arrays) {
        Map<String, ?> now = Map.copyOf(constants); // the caller's may change before another mode is compiled
        return kernel(resource, mode -> now, weights, arrays);
    }

    /**
     * Returns a kernel with its weights whose constants aren't the same in each mode. That of inference is compiled at once, the others
     * when the layer first runs in their mode.
     *
     * @param constants by mode, see {@link Kernels#get}; they may not change the kernel's parameters
     * @param weights by the names of the kernel's parameters
     * @param arrays names of its other parameters in their order, which a call gives; the first is the kernel's first
     * @throws IllegalArgumentException if these aren't exactly the kernel's parameters
     */
    protected final BoundKernel kernel(String resource, Function<Mode, Map<String, ?>> constants, Map<String, Weight> weights, String... arrays) {
        return new BoundKernel(each -> kernel(resource, constants.apply(each)), weights, arrays);
    }

    /** Returns all parameters and buffers below this layer, in declaration order. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<Parameter> all) {
        for (Object entry : order) {
            if (entry instanceof Weight weight) {
                all.add(weight);
            } else {
                ((Layer) entry).collect(all);
            }
        }
    }

    /** Switches this layer and its children between training and inference; drops cached casts. */
    public void mode(Mode newMode) {
        mode = newMode;
        weights.values().forEach(Weight::forgetCast);
        children.values().forEach(child -> child.mode(newMode));
    }

    /** Returns the current mode. */
    public final Mode mode() {
        return mode;
    }

    /** Tells whether the parameters are being trained. */
    protected final boolean training() {
        return mode == Mode.TRAIN;
    }

    /** Tells whether gradients pass. */
    final boolean gradients() {
        return mode != Mode.INFER;
    }

    /** Returns the context shared by the layers of the part. */
    protected final LayerContext context() {
        return context;
    }

    /** Runs a kernel without weights; the result belongs to the manager of the first array. */
    protected final NDArray run(Kernel kernel, NDArray... arrays) {
        return kernel.one(this, arrays);
    }

    /** Runs a kernel with its weights; the result belongs to the manager of the first array. */
    protected final NDArray run(BoundKernel kernel, NDArray... arrays) {
        return kernel.one(this, arrays);
    }

    /** Runs a kernel without weights that returns several arrays. */
    protected final NDArray[] runMany(Kernel kernel, NDArray... arrays) {
        return kernel.many(this, arrays);
    }

    /** Runs a kernel with its weights that returns several arrays. */
    protected final NDArray[] runMany(BoundKernel kernel, NDArray... arrays) {
        return kernel.many(this, arrays);
    }

    /** Returns its place in its part, as its parameters' names begin: {@code blocks.3}; empty for the part itself. */
    public final String path() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** Tells whether a layer is of the same part. */
    public final boolean isPartOf(Layer other) {
        return context == other.context;
    }

    /**
     * Offers a value to who {@linkplain ValueTrace traces} it in inference.
     *
     * @param value computed for them alone; what it takes isn't traced
     */
    protected final void offer(String name, Supplier<NDArray> value) {
        ValueTrace trace = gradients() ? null : ValueTrace.running();
        if (trace != null) {
            trace.offer(this, name, value);
        }
    }

    String prefix() {
        return prefix;
    }

    Kernel castKernel() {
        return cast;
    }

    Kernel widenKernel() {
        return widen;
    }

    /** Frees the arrays and kernels of the whole part this layer belongs to; call it on the part's root only. */
    @Override
    public void close() {
        context.close();
    }
}
