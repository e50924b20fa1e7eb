package glad.none.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.MemoryRows;
import glad.api.model.Prediction;
import glad.api.model.Remembered;
import glad.api.model.TargetMemory;
import glad.api.model.Tokens;

/** Remembers nothing: every search token counts as it is. */
final class NoMemory extends NoPart implements TargetMemory {

    @Override
    public int length() {
        return 0;
    }

    @Override
    public NDList start(int count, NDManager owner) {
        return new NDList();
    }

    @Override
    public MemoryRows recall(Tokens seen, NDList state) {
        return null;
    }

    @Override
    public Remembered forward(Tokens seen, NDArray guided, NDList state, MemoryRows memory) {
        return new Remembered(guided, null, null);
    }

    @Override
    public NDList keep(NDList state, MemoryRows memory, Remembered remembered, Prediction found) {
        return new NDList();
    }
}
