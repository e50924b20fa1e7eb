package glad.datasets.procedural.internal;

/**
 * An image to paint with: 8-bit ARGB with premultiplied alpha, and smaller copies of itself for painting it small
 * without aliasing. Not changed after construction.
 */
public final class Bitmap {

    private final int width;
    private final int height;
    private final int[] argb;
    private final Bitmap half;

    /**
     * Creates a bitmap over an array that it keeps.
     *
     * @param argb premultiplied {@code 0xAARRGGBB}, row by row
     */
    public Bitmap(int width, int height, int[] argb) {
        this.width = width;
        this.height = height;
        this.argb = argb;
        this.half = width >= 8 && height >= 8 ? halved(width, height, argb) : null;
    }

    private static Bitmap halved(int width, int height, int[] argb) {
        int w = width / 2;
        int h = height / 2;
        int[] out = new int[w * h];
        for (int y = 0; y < h; y++) {
            int row = 2 * y * width;
            for (int x = 0; x < w; x++) {
                int i = row + 2 * x;
                int p = argb[i];
                int q = argb[i + 1];
                int r = argb[i + width];
                int s = argb[i + width + 1];
                int low = ((p & 0xff00ff) + (q & 0xff00ff) + (r & 0xff00ff) + (s & 0xff00ff) + 0x20002) >>> 2;
                int high = ((p >>> 8 & 0xff00ff) + (q >>> 8 & 0xff00ff) + (r >>> 8 & 0xff00ff) + (s >>> 8 & 0xff00ff)
                        + 0x20002) >>> 2;
                out[y * w + x] = (low & 0xff00ff) | (high & 0xff00ff) << 8;
            }
        }
        return new Bitmap(w, h, out);
    }

    /** Returns pixels per row. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /** Returns a premultiplied {@code 0xAARRGGBB} pixel. */
    public int pixel(int x, int y) {
        return argb[y * width + x];
    }

    /** Returns the pixels themselves, for reading only. */
    int[] pixels() {
        return argb;
    }

    /** Returns the copy of half the size, or null for the smallest. */
    Bitmap half() {
        return half;
    }
}
