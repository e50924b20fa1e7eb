package glad.api.train;

import ai.djl.ndarray.NDArray;
import glad.api.model.Tokens;

/**
 * What a tracker makes of pairs whose sentences it isn't told.
 *
 * @param tokens what the backbone sees, before any fusion
 * @param score (B, 1, N, N) fp32 in (0, 1), as in {@link glad.api.model.Prediction}
 */
public record SeenPairs(Tokens tokens, NDArray score) {}
