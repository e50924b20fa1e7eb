package glad.api.train;

import ai.djl.ndarray.NDArray;
import glad.api.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker makes of clips of T search regions each.
 *
 * @param found (B T, ...) each: the search regions of the first clip, then those of the second
 * @param confidence (B T, 1) fp32 in [0, 1], how well a network beside the memory expects each box to overlap the target; null without
 * @param targetWords (B, L, 1) fp32 in [0, 1], how probably each token names the target; null where words aren't told apart
 */
public record Followed(Prediction found, @Nullable NDArray confidence, @Nullable NDArray targetWords) {}
