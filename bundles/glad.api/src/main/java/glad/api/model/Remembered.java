package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TargetMemory} makes of one frame.
 *
 * @param search (B, Ns, C) fp32, the search tokens weighted by what is remembered
 * @param token (B, 1, C) fp32, what this frame adds to the memory; null without memory
 * @param heat (B, Ns, 1) fp32 in [0, 1], how much each search token counted for it; null without memory
 */
public record Remembered(NDArray search, @Nullable NDArray token, @Nullable NDArray heat) {}
