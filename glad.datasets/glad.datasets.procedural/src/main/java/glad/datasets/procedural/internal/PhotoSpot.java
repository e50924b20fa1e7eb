package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.List;

/**
 * A place in an image.
 *
 * @param image the image
 * @param x of the place's centre, pixels
 * @param y of the place's centre, pixels
 * @param detail how much there is to recognise, see {@link #detail(Bitmap, double, double, double, double)}
 */
record PhotoSpot(Bitmap image, double x, double y, double detail) {

    /** The detail of a piece of a photograph that can be found again. */
    private static final double ENOUGH_DETAIL = 700;
    private static final int MORE_PHOTOGRAPHS = 4;
    private static final int PLACES = 6;
    private static final double MARGIN = 0.05;

    /** Points per side of the grids that detail and mean colour are taken over. */
    private static final int GRID = 7;
    private static final int MIDDLE = GRID / 2;
    /** Distance of the grid's points in half sizes: it reaches a little beyond the box. */
    private static final double STEP = 0.4;
    /** A single edge counts for no more. */
    private static final int MOST_DIFFERENCE = 60;

    /** Returns a place in some photograph with enough to recognise; the best of a few if none has. */
    static PhotoSpot find(List<Bitmap> photographs, SeededRandom random, double halfW, double halfH) {
        PhotoSpot best = find(random.pick(photographs), random, halfW, halfH);
        for (int i = 0; i < MORE_PHOTOGRAPHS && best.detail < ENOUGH_DETAIL; i++) {
            PhotoSpot other = find(random.pick(photographs), random, halfW, halfH);
            best = other.detail > best.detail ? other : best;
        }
        return best;
    }

    /** Returns the place of a few in an image with the most to recognise. */
    static PhotoSpot find(Bitmap image, SeededRandom random, double halfW, double halfH) {
        PhotoSpot best = null;
        for (int i = 0; i < PLACES; i++) {
            double x = random.uniform(MARGIN, 1 - MARGIN) * image.width();
            double y = random.uniform(MARGIN, 1 - MARGIN) * image.height();
            double detail = detail(image, x, y, halfW, halfH);
            if (best == null || detail > best.detail) {
                best = new PhotoSpot(image, x, y, detail);
            }
        }
        return best;
    }

    /**
     * Returns how much there is to recognise in a box and a little beyond: the sum of the second differences of green
     * over a grid of points, which even colour and smooth shading leave at 0.
     */
    private static double detail(Bitmap photo, double x, double y, double halfW, double halfH) {
        int[] green = new int[GRID * GRID];
        for (int i = 0; i < green.length; i++) {
            int px = (int) Math.max(0, Math.min(photo.width() - 1, x + STEP * (i % GRID - MIDDLE) * halfW));
            int py = (int) Math.max(0, Math.min(photo.height() - 1, y + STEP * (i / GRID - MIDDLE) * halfH));
            green[i] = photo.pixel(px, py) >> 8 & 0xff;
        }
        double sum = 0;
        for (int i = GRID + 1; i < green.length - GRID - 1; i++) {
            if (i % GRID > 0 && i % GRID < GRID - 1) {
                sum += Math.min(MOST_DIFFERENCE, Math.abs(green[i - 1] - 2 * green[i] + green[i + 1]));
                sum += Math.min(MOST_DIFFERENCE, Math.abs(green[i - GRID] - 2 * green[i] + green[i + GRID]));
            }
        }
        return sum;
    }

    /** Returns the name of the mean colour round this place; null if it has none. */
    Colour colour(double halfW, double halfH) {
        double[] sum = new double[3];
        for (int j = -MIDDLE; j <= MIDDLE; j++) {
            for (int i = -MIDDLE; i <= MIDDLE; i++) {
                int px = (int) Math.max(0, Math.min(image.width() - 1, x + i * halfW / MIDDLE));
                int py = (int) Math.max(0, Math.min(image.height() - 1, y + j * halfH / MIDDLE));
                int p = image.pixel(px, py);
                sum[0] += (p >> 16 & 0xff) / (double) (GRID * GRID);
                sum[1] += (p >> 8 & 0xff) / (double) (GRID * GRID);
                sum[2] += (p & 0xff) / (double) (GRID * GRID);
            }
        }
        return Colour.named(sum[0], sum[1], sum[2]);
    }
}
