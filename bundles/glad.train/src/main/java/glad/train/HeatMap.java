package glad.train;

/** The target of a score map: a Gaussian round the centre of the box. */
public final class HeatMap {

    private static final double MIN_OVERLAP = 0.7;

    private HeatMap() {}

    /**
     * Draws the Gaussian of one box (Law and Deng, "CornerNet", ECCV 2018, with the radius as the official implementation
     * computes it: the roots are not divided by the leading coefficient).
     *
     * @param map where it is drawn: {@code side * side} values from {@code at}, row by row, zero before
     * @param at index of the first value
     * @param side cells per side
     * @param cx centre, as a fraction of the map
     * @param cy centre, as a fraction of the map
     * @param w width, as a fraction of the map
     * @param h height, as a fraction of the map
     */
    public static void draw(float[] map, int at, int side, double cx, double cy, double w, double h) {
        int x0 = (int) Math.rint(cx * side);
        int y0 = (int) Math.rint(cy * side);
        int radius = (int) Math.max(0, radius((float) (w * side), (float) (h * side)));
        double sigma = (2 * radius + 1) / 6.0;
        for (int y = Math.max(0, y0 - radius); y <= Math.min(side - 1, y0 + radius); y++) {
            for (int x = Math.max(0, x0 - radius); x <= Math.min(side - 1, x0 + radius); x++) {
                double d2 = (x - x0) * (double) (x - x0) + (y - y0) * (double) (y - y0);
                map[at + y * side + x] = (float) Math.exp(-d2 / (2 * sigma * sigma));
            }
        }
    }

    /** Returns the radius, in cells, for a box of this size in cells. */
    static double radius(float width, float height) {
        double sum = width + height;
        double area = width * height;
        double r1 = (sum + Math.sqrt(sum * sum - 4 * area * (1 - MIN_OVERLAP) / (1 + MIN_OVERLAP))) / 2;
        double b2 = 2 * sum;
        double r2 = (b2 + Math.sqrt(b2 * b2 - 16 * (1 - MIN_OVERLAP) * area)) / 2;
        double b3 = -2 * MIN_OVERLAP * sum;
        double r3 = (b3 + Math.sqrt(b3 * b3 - 16 * MIN_OVERLAP * (MIN_OVERLAP - 1) * area)) / 2;
        return Math.min(r1, Math.min(r2, r3));
    }
}
