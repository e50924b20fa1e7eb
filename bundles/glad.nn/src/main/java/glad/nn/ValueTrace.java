package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Values inside of layers, such as the weights of an attention, as some work computes them in inference. A kernel offers one by a line
 * {@code # trace NAME: expression} in its source. Who asks for it has the kernel compiled a second time, with that line; the results stay
 * the same bits. Others run what they always ran. A layer offers what no kernel computes by {@link Layer#offer}.
 */
public final class ValueTrace {

    // A kernel can't be told by its caller who listens: the parts between them know nothing of traces.
    private static final ThreadLocal<ValueTrace> RUNNING = new ThreadLocal<>();

    private final Set<String> names;
    private final Listener listener;

    private ValueTrace(Set<String> names, Listener listener) {
        this.names = names;
        this.listener = listener;
    }

    /** Is told the values, in the order of their kernels, and those of one call in that of their names. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /**
         * Hears of a value.
         *
         * @param layer whose kernel computed it
         * @param name as the kernel calls it
         * @param value freed when this returns, unless it is attached to another manager
         */
        void value(Layer layer, String name, NDArray value);
    }

    /**
     * Does some work and tells the values that kernels of layers compute meanwhile on this thread.
     *
     * @param names which values
     * @param work what to trace; may not trace itself
     */
    public static <T> T of(Set<String> names, Listener listener, Supplier<T> work) {
        RUNNING.set(new ValueTrace(Set.copyOf(names), listener));
        try {
            return work.get();
        } finally {
            RUNNING.remove();
        }
    }

    /** Returns the trace that this thread's work is under; null for none. */
    static ValueTrace running() {
        return RUNNING.get();
    }

    /** Returns those of a kernel's values that are asked for. */
    Set<String> wanted(Set<String> offered) {
        Set<String> wanted = new HashSet<>(offered);
        wanted.retainAll(names);
        return wanted;
    }

    void tell(Layer layer, String name, NDArray value) {
        NDManager owner = value.getManager();
        listener.value(layer, name, value);
        if (value.getManager() == owner) {
            value.close();
        }
    }

    void offer(Layer layer, String name, Supplier<NDArray> value) {
        if (names.contains(name)) {
            RUNNING.remove();
            try {
                tell(layer, name, value.get());
            } finally {
                RUNNING.set(this);
            }
        }
    }
}
