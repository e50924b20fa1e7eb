package glad.runtime;

/**
 * The centred two-dimensional Hann window of the official tracker: {@code w(i) w(j)} with
 * {@code w(i) = (1 - cos(2 pi (i + 1) / (n + 1))) / 2}, so that no weight is zero.
 */
final class HannWindow {

    private HannWindow() {}

    /** Returns {@code side * side} weights in (0, 1], row by row. */
    static float[] of(int side) {
        float[] weights = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                weights[y * side + x] = (float) (weight(y, side) * weight(x, side));
            }
        }
        return weights;
    }

    private static double weight(int index, int side) {
        return 0.5 * (1 - Math.cos(2 * Math.PI * (index + 1) / (side + 1)));
    }
}
