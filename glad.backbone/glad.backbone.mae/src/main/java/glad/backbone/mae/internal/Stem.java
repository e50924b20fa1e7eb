package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;

/** Turns an image into the map that becomes tokens. */
interface Stem {

    /** Returns the channels of {@link Features#detail}, 0 if there is none. */
    int detailWidth();

    /** Runs the stem on (B, 3, S, S) fp32. */
    Features forward(NDArray image);

    /**
     * What a stem gives.
     *
     * @param map (B, C, S/16, S/16) in the kernels' precision
     * @param detail (B, D, S/8, S/8) fp32, or null
     */
    record Features(NDArray map, NDArray detail) {}
}
