package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What a head found. Fractions are of the search region's side.
 *
 * @param boxes (B, 4) fp32: centre x, centre y, width, height as fractions
 * @param confidence (B) fp32 in [0, 1]: the (windowed) score at the chosen cell
 * @param score (B, 1, N, N) fp32 in (0, 1): the unwindowed score map; a corner head gives (B, 2, N, N)
 * @param size (B, 2, N, N) fp32: width and height as fractions; null if the head has none
 * @param offset (B, 2, N, N) fp32: x and y inside the cell, in cells; null if the head has none
 * @param evidence (B, 2, N, N) fp32: how well words fit each cell, and what of it was added to the score's logit, see
 *     {@link Tokens#evidence}; null without
 */
public record Prediction(NDArray boxes, NDArray confidence, NDArray score, @Nullable NDArray size,
        @Nullable NDArray offset, @Nullable NDArray evidence) {

    /** Says what a head found without words. */
    public Prediction(NDArray boxes, NDArray confidence, NDArray score, @Nullable NDArray size, @Nullable NDArray offset) {
        this(boxes, confidence, score, size, offset, null);
    }
}
