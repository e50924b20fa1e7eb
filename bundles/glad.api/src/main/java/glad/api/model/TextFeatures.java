package glad.api.model;

import ai.djl.ndarray.NDArray;

/**
 * Encoded sentences.
 *
 * @param tokens (B, L, C) fp32, token features
 * @param mask (B, L) fp32, 1 for a token of the sentence (start and end included), 0 for padding
 */
public record TextFeatures(NDArray tokens, NDArray mask) {}
