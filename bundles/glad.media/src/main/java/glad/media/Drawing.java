package glad.media;

import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import glad.api.Box;
import glad.api.Image;
import glad.media.internal.Mats;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws results on copies of images: the ground-truth box in green, the predicted box in orange over it. */
public final class Drawing {

    private static final int[] GROUND_TRUTH = {40, 200, 70};
    private static final int[] PREDICTED = {255, 120, 0};
    private static final int[] INK = {255, 255, 255};
    private static final int[] SHADE = {30, 30, 30};
    private static final int STRIP_GAP = 4;

    /** Pixels of a line of OpenCV's letters in their own size. */
    private static final double LETTERS = 32;

    private Drawing() {}

    /** Returns the frame with boxes and texts drawn on it in the machine's letters; the frame itself stays as it is. */
    public static Image annotate(Image frame, Annotation annotation) {
        return annotate(frame, annotation, CaptionFont.standard());
    }

    /** Returns the frame with boxes and texts drawn on it; the frame itself stays as it is. */
    public static Image annotate(Image frame, Annotation annotation, CaptionFont font) {
        int stroke = Math.max(1, Math.min(frame.width(), frame.height()) / 110);
        double textScale = Math.max(0.35, Math.min(frame.width(), frame.height()) / 600.0);
        try (Mat canvas = Mats.copy(frame)) {
            if (annotation.groundTruth() != null) {
                box(canvas, annotation.groundTruth(), GROUND_TRUTH, stroke);
            }
            Box predicted = annotation.predicted();
            if (predicted != null) {
                box(canvas, predicted, PREDICTED, stroke);
                if (!Double.isNaN(annotation.confidence())) {
                    String confidence = String.format(Locale.ROOT, "%.2f", annotation.confidence());
                    text(canvas, confidence, predicted.x(), predicted.y() + predicted.h(), textScale, PREDICTED);
                }
            }
            if (!annotation.label().isBlank()) {
                label(canvas, annotation.label().strip(), textScale, font);
            }
            return Mats.image(canvas);
        }
    }

    /**
     * Returns a film strip: the images side by side on white, scaled to one height.
     *
     * @param images at least one
     * @param height of the strip, pixels
     */
    public static Image strip(List<Image> images, int height) {
        List<Image> scaled = images.stream().map(image -> scale(image, height)).toList();
        int width = scaled.stream().mapToInt(Image::width).sum() + STRIP_GAP * (scaled.size() - 1);
        try (Mat strip = Mats.allocate(width, height); Scalar white = new Scalar(255, 255, 255, 0)) {
            strip.put(white);
            ByteBuffer bytes = Mats.bytes(strip);
            int left = 0;
            for (Image image : scaled) {
                int row = image.width() * 3;
                for (int y = 0; y < height; y++) {
                    bytes.put((y * width + left) * 3, image.rgb(), y * row, row);
                }
                left += image.width() + STRIP_GAP;
            }
            return Mats.image(strip);
        }
    }

    /** Returns images one below the other on white, each from the left edge. */
    public static Image stack(List<Image> images) {
        int width = images.stream().mapToInt(Image::width).max().orElseThrow();
        int height = images.stream().mapToInt(Image::height).sum() + STRIP_GAP * (images.size() - 1);
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) 255);
        int top = 0;
        for (Image image : images) {
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(image.rgb(), y * image.width() * 3, rgb, (top + y) * width * 3, image.width() * 3);
            }
            top += image.height() + STRIP_GAP;
        }
        return new Image(width, height, rgb);
    }

    /** Returns the image scaled to a height, its width in proportion. */
    public static Image scale(Image image, int height) {
        if (image.height() == height) {
            return image;
        }
        int width = Math.max(1, (int) Math.round(image.width() * (double) height / image.height()));
        try (Mat from = Mats.copy(image); Mat to = Mats.allocate(width, height); Size size = new Size(width, height)) {
            resize(from, to, size, 0, 0, height < image.height() ? INTER_AREA : INTER_LINEAR);
            return Mats.image(to);
        }
    }

    private static void box(Mat canvas, Box box, int[] colour, int stroke) {
        if (!box.isValid()) {
            return;
        }
        try (Point from = point(box.x(), box.y()); Point to = point(box.x() + box.w() - 1, box.y() + box.h() - 1);
                Scalar ink = scalar(colour)) {
            rectangle(canvas, from, to, ink, stroke, LINE_8, 0);
        }
    }

    /** Writes a line along the upper edge, by OpenCV if that has its letters. */
    private static void label(Mat canvas, String line, double scale, CaptionFont font) {
        Optional<Image> bar =
                font.isFor(line) ? font.bar(line, LETTERS * scale, canvas.cols(), INK, SHADE) : Optional.empty();
        if (bar.isEmpty()) {
            text(canvas, line, 0, 0, scale, SHADE);
            return;
        }
        Image drawn = bar.get();
        ByteBuffer bytes = Mats.bytes(canvas);
        for (int y = 0; y < Math.min(drawn.height(), canvas.rows()); y++) {
            bytes.put(y * canvas.cols() * 3, drawn.rgb(), y * drawn.width() * 3, drawn.width() * 3);
        }
    }

    /** Writes a line on a filled bar whose top left corner is at x, y, moved so that the canvas holds it. */
    private static void text(Mat canvas, String line, double x, double y, double scale, int[] background) {
        int[] baseline = new int[1];
        double fitting = scale;
        int width;
        int height;
        try (Size size = getTextSize(line, FONT_HERSHEY_SIMPLEX, scale, 1, baseline)) {
            // A long sentence is written smaller, but not so small that nobody can read it.
            fitting = Math.max(0.3, Math.min(scale, scale * (canvas.cols() - 4) / size.width()));
            width = (int) Math.ceil(size.width() * fitting / scale) + 4;
            height = (int) Math.ceil((size.height() + baseline[0]) * fitting / scale) + 2;
        }
        double left = Math.max(0, Math.min(x, canvas.cols() - width));
        double top = Math.max(0, Math.min(y, canvas.rows() - height));
        double foot = top + height - baseline[0] * fitting / scale;
        try (Point from = point(left, top); Point to = point(left + width, top + height); Scalar bar = scalar(background);
                Point origin = point(left + 2, foot); Scalar ink = scalar(INK)) {
            rectangle(canvas, from, to, bar, FILLED, LINE_8, 0);
            putText(canvas, line, origin, FONT_HERSHEY_SIMPLEX, fitting, ink, 1, LINE_AA, false);
        }
    }

    private static Point point(double x, double y) {
        return new Point((int) Math.round(x), (int) Math.round(y));
    }

    private static Scalar scalar(int[] colour) {
        return new Scalar(colour[0], colour[1], colour[2], 0);
    }
}
