package glad.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Remembers targets from frame to frame. Its state is a list of fp32 arrays (B, ...), so that states of several targets can be
 * stacked and split. A frame goes {@link #recall}, {@link WordGuidance#forward}, {@link #forward}, {@link Head#forward}, {@link #keep}.
 */
@ConsumerType
public interface TargetMemory extends Part {

    /** Returns the number M of rows, 0 for "none". */
    int length();

    /**
     * Returns the state before a first frame, in which nothing is remembered.
     *
     * @param count B
     * @param owner owner of the arrays
     */
    NDList start(int count, NDManager owner);

    /**
     * Returns the memory as it is when this frame is looked at.
     *
     * @param seen the tokens of this frame, from which a first memory is made
     * @param state from {@link #start} or {@link #keep}
     * @return the rows, in the manager of the tokens; null for "none"
     */
    @Nullable MemoryRows recall(Tokens seen, NDList state);

    /**
     * Weights the search tokens by what is remembered, and makes of them what is to be remembered.
     *
     * @param seen the tokens of this frame, before the words
     * @param guided (B, Ns, C) fp32, search tokens after the words
     * @param state as for {@link #recall}
     * @param memory what {@link #recall} gave
     */
    Remembered forward(Tokens seen, NDArray guided, NDList state, @Nullable MemoryRows memory);

    /**
     * Returns the state for the next frame, in the manager of the tokens.
     *
     * @param state as for {@link #recall}
     * @param memory what {@link #recall} gave
     * @param remembered what {@link #forward} gave
     * @param found what the head found in this frame; may be null unless {@link #looksAtFound}
     */
    NDList keep(NDList state, @Nullable MemoryRows memory, Remembered remembered, @Nullable Prediction found);

    /** Tells whether {@link #keep} looks at what the head found; else it takes null, and a training's frames go through the head together. */
    default boolean looksAtFound() {
        return true;
    }

    /**
     * Guesses how well boxes overlap their targets.
     *
     * @param found what the head found
     * @return (B, 1) fp32 in [0, 1]; null if this memory has no network for it
     */
    default @Nullable NDArray confidence(Prediction found) {
        return null;
    }
}
