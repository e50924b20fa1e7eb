package glad.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_INFERNO;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import glad.api.Image;
import glad.media.internal.Mats;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Values of a square grid of cells as heat over an image: from what is left of the image in grey where they are 0 to yellow at the
 * largest. With a full value given, it is that value that is yellow, so that the maps of two trackers can be compared.
 *
 * @param values row by row; none is negative
 * @param side cells per side
 * @param full the value drawn as yellow
 */
public record Heat(float[] values, int side, double full) {

    private static final int LEVELS = 256;
    /** How much of an image heat covers where it is 0, and where it is largest. */
    private static final double LEAST = 0.35;
    private static final double MOST = 0.8;

    /** A grid whose largest value is the full one. */
    public Heat(float[] values, int side) {
        this(values, side, largest(values));
    }

    /** @throws IllegalArgumentException if there are other than {@code side * side} values */
    public Heat {
        if (values.length != side * side) {
            throw new IllegalArgumentException(values.length + " values don't fill a grid of " + side + "x" + side);
        }
    }

    /** Returns an image with the heat over all of it. */
    public Image over(Image image) {
        return over(image, 0, 0, image.width(), image.height());
    }

    /**
     * Returns an image with the heat over a part of it.
     *
     * @param left first column of that part, maybe outside the image
     * @param top first row
     * @param width columns
     * @param height rows
     */
    public Image over(Image image, double left, double top, double width, double height) {
        byte[] rgb = image.rgb().clone();
        byte[] colours = colours();
        int right = (int) Math.min(image.width(), Math.ceil(left + width));
        int bottom = (int) Math.min(image.height(), Math.ceil(top + height));
        for (int y = (int) Math.max(0, Math.round(top)); y < bottom; y++) {
            for (int x = (int) Math.max(0, Math.round(left)); x < right; x++) {
                double heat = full > 0 ? Math.max(0, Math.min(1, at((x + 0.5 - left) / width, (y + 0.5 - top) / height) / full)) : 0;
                int level = (int) Math.round(heat * (LEVELS - 1));
                double cover = LEAST + (MOST - LEAST) * heat;
                double grey = (image.sample(x, y, 0) + image.sample(x, y, 1) + image.sample(x, y, 2)) / 3.0;
                for (int c = 0; c < 3; c++) {
                    int colour = colours[3 * level + 2 - c] & 0xff;
                    rgb[(y * image.width() + x) * 3 + c] = (byte) Math.round(cover * colour + (1 - cover) * grey);
                }
            }
        }
        return new Image(image.width(), image.height(), rgb);
    }

    /** Returns the same values on a grid of another side, between cells bilinear. */
    public float[] resized(int other) {
        float[] resized = new float[other * other];
        for (int i = 0; i < resized.length; i++) {
            resized[i] = (float) at((i % other + 0.5) / other, (i / other + 0.5) / other);
        }
        return resized;
    }

    private double at(double x, double y) {
        double column = Math.max(0, Math.min(side - 1, x * side - 0.5));
        double row = Math.max(0, Math.min(side - 1, y * side - 0.5));
        int left = (int) column;
        int top = (int) row;
        int right = Math.min(side - 1, left + 1);
        int bottom = Math.min(side - 1, top + 1);
        double upper = values[top * side + left] * (left + 1 - column) + values[top * side + right] * (column - left);
        double lower = values[bottom * side + left] * (left + 1 - column) + values[bottom * side + right] * (column - left);
        return upper * (top + 1 - row) + lower * (row - top);
    }

    private static double largest(float[] values) {
        double most = 0;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    /** Blue, green and red of each level. */
    private static byte[] colours() {
        try (Mat levels = new Mat(1, LEVELS, CV_8UC1); Mat colours = new Mat()) {
            ByteBuffer bytes = Mats.bytes(levels);
            for (int i = 0; i < LEVELS; i++) {
                bytes.put(i, (byte) i);
            }
            applyColorMap(levels, colours, COLORMAP_INFERNO);
            byte[] bgr = new byte[3 * LEVELS];
            Mats.bytes(colours).get(bgr);
            return bgr;
        }
    }
}
