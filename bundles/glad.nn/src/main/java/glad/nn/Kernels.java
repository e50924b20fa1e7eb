package glad.nn;

import ai.djl.ndarray.NDManager;
import glad.api.model.Precision;
import glad.nn.internal.KernelSource;
import java.util.HashMap;
import java.util.Map;

/** The kernels of one part, each compiled once for its constants. */
public final class Kernels {

    private final NDManager manager;
    private final CompiledKernels shared;
    /** By what was asked for, so that the source of a block that comes often is read once. */
    private final Map<Asked, Kernel> known = new HashMap<>();
    private final Map<String, Kernel> compiled = new HashMap<>();

    private record Asked(Class<?> owner, String resource, Map<String, ?> constants) {}

    /** Makes an empty set; its kernels are freed with the manager. */
    public Kernels(NDManager manager) {
        this(manager, null);
    }

    /** Makes an empty set that looks for kernels among those of others; null if there are none. */
    Kernels(NDManager manager, CompiledKernels shared) {
        this.manager = manager;
        this.shared = shared;
    }

    /**
     * Returns a kernel.
     *
     * @param owner the class beside which the resource lies
     * @param resource the file name, for example {@code vit_block.py}
     * @param constants values for the {@code $NAME}s in the source: numbers, booleans, lists of whole numbers. {@code $F32},
     *     {@code $BF16}, {@code $F16}, {@code $F64} and {@code $I64} are types of numbers without being given
     * @throws IllegalArgumentException if a constant is missing or unused, or the source doesn't compile
     */
    public synchronized Kernel get(Class<?> owner, String resource, Map<String, ?> constants) {
        return known.computeIfAbsent(new Asked(owner, resource, Map.copyOf(constants)), asked -> compiled.computeIfAbsent(
                KernelSource.read(owner, resource, constants), source -> compile(resource.replaceFirst("\\.py$", ""), source)));
    }

    private Kernel compile(String name, String source) {
        return shared == null ? new Kernel(manager, name, source) : shared.take(manager, name, source);
    }

    /** Returns what casts an array to a number format. */
    public Kernel cast(Precision precision) {
        return get(Kernels.class, "cast.py", Map.of("TYPE", KernelSource.type(precision)));
    }
}
