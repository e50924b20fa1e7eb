package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import glad.nn.internal.KernelSource;
import glad.nn.internal.TorchScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled TorchScript function: tensors in, tensors out. See docs/KERNELS.md for the language and the rules.
 *
 * <p>The results belong to the manager of the first argument. Safe for concurrent use in inference.
 */
public final class Kernel {

    private static final Pattern FORWARD = Pattern.compile("(?m)^def forward\\(([^)]*)\\)");
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*:");

    private final String name;
    private final String source;
    private final PtNDManager manager;
    private final PtSymbolBlock inference;
    /** Null until gradients are wanted, which in tracking they never are. */
    private PtSymbolBlock training;
    /** Names of the values inside that can be traced. */
    private final Set<String> values;
    /** What computes the same and gives values too, by their names; compiled when somebody first asks for them. */
    private final Map<Set<String>, PtSymbolBlock> traced = new ConcurrentHashMap<>();

    Kernel(NDManager manager, String name, String source) {
        this.name = name;
        this.source = source;
        this.manager = (PtNDManager) manager;
        inference = load(source);
        JniUtils.enableInferenceMode(inference);
        values = KernelSource.values(source);
    }

    private synchronized PtSymbolBlock training() {
        if (training == null) {
            training = load(source);
        }
        return training;
    }

    private PtSymbolBlock load(String text) {
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(TorchScriptArchive.pack(name, text)), false, false);
        } catch (IOException e) {
            throw new IllegalStateException("kernel " + name + " can't be loaded", e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("kernel " + name + " doesn't compile: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the function and returns its one result.
     *
     * @param train whether gradients are wanted
     * @param inputs the arguments in order
     */
    public NDArray one(boolean train, NDArray... inputs) {
        return single(many(train, inputs));
    }

    private NDArray single(NDArray... results) {
        if (results.length != 1) {
            throw new IllegalStateException("kernel " + name + " returned " + results.length + " arrays, expected one");
        }
        return results[0];
    }

    /** Runs the function and returns all its results, in order. */
    public NDArray[] many(boolean train, NDArray... inputs) {
        return noted(inputs, run(train ? training() : inference, train, inputs));
    }

    private static NDList run(PtSymbolBlock block, boolean train, NDArray... inputs) {
        // Every call runs as written: the profiling optimiser would compile again for each new shape, per thread.
        JniUtils.setGraphExecutorOptimize(false);
        return block.forward(new ParameterStore(), new NDList(inputs), train);
    }

    private NDArray[] noted(NDArray[] inputs, NDList results) {
        KernelTrace.note(this, inputs, results);
        return results.toArray(new NDArray[0]);
    }

    /** Runs the function for a layer and returns its one result. */
    NDArray one(Layer layer, NDArray... inputs) {
        return single(many(layer, inputs));
    }

    /** Runs the function for a layer and returns all its results; in inference, what is traced of it is told to who asked. */
    NDArray[] many(Layer layer, NDArray... inputs) {
        ValueTrace trace = values.isEmpty() || layer.gradients() ? null : ValueTrace.running();
        Set<String> wanted = trace == null ? Set.of() : trace.wanted(values);
        return wanted.isEmpty() ? many(layer.gradients(), inputs) : traced(layer, wanted, trace, inputs);
    }

    private NDArray[] traced(Layer layer, Set<String> wanted, ValueTrace trace, NDArray... inputs) {
        PtSymbolBlock block = traced.computeIfAbsent(new TreeSet<>(wanted), names -> {
            PtSymbolBlock compiled = load(KernelSource.traced(source, names));
            JniUtils.enableInferenceMode(compiled);
            return compiled;
        });
        NDList all = run(block, false, inputs);
        NDList results = new NDList(all.stream().filter(array -> array.getName() == null).toList());
        all.stream().filter(array -> array.getName() != null).sorted(Comparator.comparing(NDArray::getName))
                .forEach(array -> trace.tell(layer, array.getName(), array));
        return noted(inputs, results);
    }

    /** Returns the names of the parameters of {@code forward}, in order. */
    List<String> parameters() {
        Matcher forward = FORWARD.matcher(source);
        if (!forward.find()) {
            throw new IllegalStateException(this + " has no forward");
        }
        return PARAMETER.matcher(forward.group(1)).results().map(found -> found.group(1)).toList();
    }

    /** Returns the text that libtorch compiled: top-level functions, one of them {@code forward}. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return "kernel " + name;
    }
}
