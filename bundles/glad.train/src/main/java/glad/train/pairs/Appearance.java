package glad.train.pairs;

import glad.api.Box;
import glad.api.Image;

/**
 * A change of a crop's looks.
 *
 * @param grey whether its colours are taken away
 * @param mirrored whether left and right change places
 * @param brightness factor on all samples, which end at white
 */
record Appearance(boolean grey, boolean mirrored, double brightness) {

    /** Weights of red, green and blue in grey, out of {@code 1 << SHIFT}: ITU-R BT.601, as OpenCV has them. */
    private static final int RED = 9798;
    private static final int GREEN = 19235;
    private static final int BLUE = 3735;
    private static final int SHIFT = 15;

    /** Returns the changed image; samples are whole levels, where the official code keeps fractions. */
    Image of(Image image) {
        byte[] levels = new byte[256];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = (byte) Math.min(255, Math.round(level * brightness));
        }
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        int width = image.width();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int source = (y * width + x) * 3;
                int target = (y * width + (mirrored ? width - 1 - x : x)) * 3;
                int r = from[source] & 0xff;
                int g = from[source + 1] & 0xff;
                int b = from[source + 2] & 0xff;
                if (grey) {
                    r = (r * RED + g * GREEN + b * BLUE + (1 << SHIFT - 1)) >> SHIFT;
                    g = r;
                    b = r;
                }
                to[target] = levels[r];
                to[target + 1] = levels[g];
                to[target + 2] = levels[b];
            }
        }
        return new Image(width, image.height(), to);
    }

    /** Returns where a box, in fractions of the crop's side, is after the change. */
    Box of(Box box) {
        return mirrored ? new Box(1 - box.x() - box.w(), box.y(), box.w(), box.h()) : box;
    }
}
