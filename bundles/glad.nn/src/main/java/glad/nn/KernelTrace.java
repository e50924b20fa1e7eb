package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels that some work ran, in order, with what went into each and what came out: the arithmetic of a network as it
 * ran, from which {@link ScriptModule} writes it down.
 *
 * @param calls the calls in order
 * @param strays copies of inputs that no kernel of the trace made, taken when they were used, because the arrays themselves
 *     may be closed by now; keyed by identity
 */
public record KernelTrace(List<Call> calls, Map<NDArray, NDArray> strays) {

    // A kernel can't be told by its caller who listens: the parts between them know nothing of traces.
    private static final ThreadLocal<Recording> RUNNING = new ThreadLocal<>();

    /**
     * One call.
     *
     * @param kernel the kernel
     * @param inputs its arguments in order; maybe closed by now
     * @param outputs its results in order; maybe closed by now
     */
    public record Call(Kernel kernel, List<NDArray> inputs, List<NDArray> outputs) {}

    private record Recording(
            NDManager manager, List<Call> calls, Map<NDArray, NDArray> strays, Map<NDArray, NDArray> made) {}

    /**
     * Runs some work and notes the kernels that it calls on this thread.
     *
     * @param manager owner of the copies of {@link #strays}
     * @param known arrays that needn't be copied: the work's inputs and parameters
     * @param work what to trace; may not trace itself
     */
    public static KernelTrace of(NDManager manager, List<NDArray> known, Runnable work) {
        Recording recording =
                new Recording(manager, new ArrayList<>(), new IdentityHashMap<>(), new IdentityHashMap<>());
        known.forEach(array -> recording.made().put(array, array));
        RUNNING.set(recording);
        try {
            work.run();
        } finally {
            RUNNING.remove();
        }
        return new KernelTrace(List.copyOf(recording.calls()), Collections.unmodifiableMap(recording.strays()));
    }

    static void note(Kernel kernel, NDArray[] inputs, NDList outputs) {
        Recording recording = RUNNING.get();
        if (recording == null) {
            return;
        }
        for (NDArray input : inputs) {
            if (!recording.made().containsKey(input)) {
                NDArray copy = input.duplicate();
                copy.attach(recording.manager());
                recording.strays().putIfAbsent(input, copy);
                recording.made().put(input, input);
            }
        }
        outputs.forEach(output -> recording.made().put(output, output));
        recording.calls().add(new Call(kernel, List.of(inputs), List.copyOf(outputs)));
    }
}
