package glad.media;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.media.internal.Mats;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The square crop round a box that the network sees, as the official {@code sample_target} takes it. For a box
 * {@code x, y, w, h}:
 *
 * <pre>
 *   side = ceil(sqrt(w h) * factor)
 *   left = round(x + w/2 - side/2)     ties to even; likewise top
 *   resize side x side -> size x size  OpenCV, bilinear, 8 bits
 * </pre>
 *
 * <p>What lies outside the frame is padding. A crop that reaches the right or bottom edge of the frame loses the
 * frame's last column or row to padding as well; published weights were made with this. Safe for use by several threads.
 *
 * @param factor side of the square over the side of a square with the box's area (2 for templates, 4 or 5 for searches)
 * @param size side of the resulting image, pixels
 * @param padding what stands for the world outside the frame
 */
public record Crop(double factor, int size, Padding padding) {

    /** What stands for the world outside the frame. */
    public enum Padding {
        /** Zeros, as in the official code. */
        BLACK,
        /** The mean colour of the frame, estimated from at most some 65,000 of its pixels, evenly spread. */
        MEAN
    }

    private static final int MEAN_SAMPLES = 1 << 16;

    /** @throws IllegalArgumentException if the factor or the size isn't positive */
    public Crop {
        if (!(factor > 0) || size < 1) {
            throw new IllegalArgumentException("a crop needs a positive factor and size, got " + factor + ", " + size);
        }
    }

    /** Returns the official crop, padded with black. */
    public Crop(double factor, int size) {
        this(factor, size, Padding.BLACK);
    }

    /**
     * Takes the crop; only the part of the frame inside the square is read.
     *
     * @throws GladException (usage) if the box has no positive size, or the square holds nothing of the frame
     */
    public Cropped of(Image frame, Box box) {
        CropGeometry geometry = geometry(box);
        int side = geometry.side();
        int x1 = Math.max(0, geometry.left());
        int y1 = Math.max(0, geometry.top());
        int x2 = end(geometry.left() + side, frame.width());
        int y2 = end(geometry.top() + side, frame.height());
        if (x1 >= x2 || y1 >= y2) {
            throw GladException.usage("box \"" + text(box) + "\" lies outside its frame of " + frame.width() + "x"
                    + frame.height() + " pixels; give x,y,w,h with x,y the top left corner");
        }
        boolean padded = x2 - x1 < side || y2 - y1 < side;
        try (Mat square = Mats.allocate(side, side); Mat resized = Mats.allocate(size, size);
                Size target = new Size(size, size)) {
            if (padded) {
                fill(square, frame);
            }
            ByteBuffer bytes = Mats.bytes(square);
            for (int y = y1; y < y2; y++) {
                int at = ((y - geometry.top()) * side + x1 - geometry.left()) * 3;
                bytes.put(at, frame.rgb(), (y * frame.width() + x1) * 3, (x2 - x1) * 3);
            }
            if (side == size) {
                return new Cropped(Mats.image(square), geometry);
            }
            resize(square, resized, target, 0, 0, INTER_LINEAR);
            return new Cropped(Mats.image(resized), geometry);
        }
    }

    private CropGeometry geometry(Box box) {
        if (!box.isValid()) {
            throw GladException.usage("box \"" + text(box) + "\" has no size; give x,y,w,h with w and h above 0");
        }
        double exact = Math.ceil(Math.sqrt(box.w() * box.h()) * factor);
        if (exact * exact * 3 > Integer.MAX_VALUE || Math.abs(box.cx()) > 1e8 || Math.abs(box.cy()) > 1e8) {
            throw GladException.usage("box \"" + text(box) + "\" is too large to crop; expected pixels of the frame");
        }
        int side = (int) exact;
        int left = (int) Math.rint(box.x() + 0.5 * box.w() - 0.5 * side);
        int top = (int) Math.rint(box.y() + 0.5 * box.h() - 0.5 * side);
        return new CropGeometry(box, left, top, side, size, size / (double) side);
    }

    private static int end(int wanted, int limit) {
        return wanted >= limit ? limit - 1 : wanted;
    }

    private void fill(Mat square, Image frame) {
        double[] colour = padding == Padding.MEAN ? mean(frame) : new double[3];
        try (Scalar scalar = new Scalar(colour[0], colour[1], colour[2], 0)) {
            square.put(scalar);
        }
    }

    private static double[] mean(Image frame) {
        int step = (int) Math.ceil(Math.sqrt(frame.width() * (double) frame.height() / MEAN_SAMPLES));
        long[] sums = new long[3];
        int count = 0;
        for (int y = step / 2; y < frame.height(); y += step) {
            for (int x = step / 2; x < frame.width(); x += step) {
                for (int c = 0; c < 3; c++) {
                    sums[c] += frame.sample(x, y, c);
                }
                count++;
            }
        }
        double pixels = count;
        return Arrays.stream(sums).mapToDouble(sum -> Math.rint(sum / pixels)).toArray();
    }

    private static String text(Box box) {
        return box.x() + "," + box.y() + "," + box.w() + "," + box.h();
    }
}
