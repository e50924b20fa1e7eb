package glad.datasets.procedural.internal;

import java.util.Arrays;

/**
 * An object to place in a scene: its bitmap, and the points that decide its box under any pose.
 *
 * @param bitmap the image with alpha
 * @param outline the opaque part's outer points as x, y, x, y, ... in the sprite's coordinates (see {@link Pose})
 */
public record Sprite(Bitmap bitmap, double[] outline) {

    /** Alpha from which a pixel counts as part of the object. */
    static final int OPAQUE = 100;

    /** Returns the sprite of a bitmap; its outline takes the first and the last opaque pixel of each row and column. */
    public static Sprite of(Bitmap bitmap) {
        int w = bitmap.width();
        int h = bitmap.height();
        double unit = 2.0 / Math.max(w, h);
        double[] points = new double[8 * (w + h)];
        int n = 0;
        for (int y = 0; y < h; y++) {
            int first = 0;
            while (first < w && bitmap.pixel(first, y) >>> 24 < OPAQUE) {
                first++;
            }
            if (first == w) {
                continue;
            }
            int last = w - 1;
            while (bitmap.pixel(last, y) >>> 24 < OPAQUE) {
                last--;
            }
            for (int corner = 0; corner < 4; corner++) {
                points[n++] = ((corner < 2 ? first : last + 1) - 0.5 * w) * unit;
                points[n++] = (y + corner % 2 - 0.5 * h) * unit;
            }
        }
        if (n == 0) {
            throw new IllegalArgumentException("a sprite needs at least one opaque pixel");
        }
        return new Sprite(bitmap, Arrays.copyOf(points, n));
    }
}
