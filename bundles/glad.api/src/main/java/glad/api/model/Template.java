package glad.api.model;

import ai.djl.ndarray.NDArray;

/**
 * What the first frame says about the target.
 *
 * @param image (B, 3, T, T) fp32, ImageNet-normalised RGB crop round the given box
 * @param box (B, 4) fp32, the target inside the crop as centre x, centre y, width, height, each a fraction of the side
 */
public record Template(NDArray image, NDArray box) {}
