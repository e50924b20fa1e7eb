package glad.text.tokenizer;

import ai.djl.ndarray.NDArray;

/**
 * Sentences as numbers.
 *
 * @param ids (B, L) int64: start token, tokens, end token, padding
 * @param mask (B, L) fp32: 0 for padding, else 1
 */
public record TokenIds(NDArray ids, NDArray mask) {}
