package glad.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WordGuidance} makes of sentences, once for each.
 *
 * @param probability (B, L, 1) fp32 in [0, 1], how probably each token names the target; null where words aren't told apart
 * @param arrays whatever fp32 arrays (B, ...) {@link WordGuidance#forward} of this part wants; may be empty
 */
public record WordCues(@Nullable NDArray probability, NDList arrays) implements AutoCloseable {

    /** Returns cues of a part that doesn't look at words. */
    public static WordCues none() {
        return new WordCues(null, new NDList());
    }

    /** Frees the arrays. */
    @Override
    public void close() {
        if (probability != null) {
            probability.close();
        }
        arrays.close();
    }
}
