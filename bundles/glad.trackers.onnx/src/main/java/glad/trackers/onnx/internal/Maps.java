package glad.trackers.onnx.internal;

/**
 * Values on a square grid over the search region, row by row from its upper left corner.
 *
 * @param values {@code channels * side * side} numbers
 */
record Maps(float[] values, int channels, int side) {

    /** Returns how many places the grid has. */
    int cells() {
        return side * side;
    }

    /** Returns a channel's value at a place. */
    double at(int channel, int cell) {
        return values[channel * cells() + cell];
    }
}
