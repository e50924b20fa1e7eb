package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.Supplier;

/** Where the arithmetic of one session runs: in the session's own thread, or together with that of others. */
interface Forward {

    /** Computes what a sequence's start takes; never together with others. */
    <T> T start(Supplier<T> work);

    /** From now on the session has frames. */
    void begin();

    /** Until it begins again, the session has no frames. */
    void pause();

    /** Works on a whole frame, from the crop to the box; calls {@link #find} once. */
    <T> T frame(Supplier<T> work);

    /**
     * Finds the target in a search region.
     *
     * @param memory what is remembered of it
     * @param times where the stages' times are booked, if they are this session's alone
     * @throws glad.api.GladException if the thread is interrupted while it waits for others; the interrupt flag is set again
     */
    ScoredBox find(TargetState target, NDList memory, NDArray search, NDArray window, StageTimes times);

    /** Computes something more in a frame, which doesn't wait for other sessions' frames. */
    <T> T within(Supplier<T> work);

    /** The session ends. */
    void close();
}
