package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.Supplier;

/**
 * Computes in the session's own thread, on as many threads of the engine as each frame is told.
 *
 * @param watched whether somebody wants to see the score of each frame
 */
record DirectForward(Model model, FrameThreads threads, boolean watched) implements Forward {

    @Override
    public <T> T start(Supplier<T> work) {
        return threads.start(model, work);
    }

    @Override
    public void begin() {
        // Nobody waits for this session's frames.
    }

    @Override
    public void pause() {
        // Nobody waits for this session's frames.
    }

    @Override
    public <T> T frame(Supplier<T> work) {
        return threads.frame(work);
    }

    @Override
    public ScoredBox find(TargetState target, NDList memory, NDArray search, NDArray window, StageTimes times) {
        FramePass pass = model.pass().step(target, memory, search, window, times);
        return watched ? ScoredBox.watched(pass) : ScoredBox.all(pass).get(0);
    }

    @Override
    public <T> T within(Supplier<T> work) {
        return work.get();
    }

    @Override
    public void close() {
        // The model and its threads stay.
    }
}
