package glad.media.internal;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import glad.api.Image;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Images to OpenCV's native matrices and back: 8 bits, three channels, RGB on both sides. */
public final class Mats {

    static {
        Natives.liftMemoryLimit();
    }

    private Mats() {}

    /** Returns an uninitialised matrix without gaps between its rows; the caller closes it. */
    public static Mat allocate(int width, int height) {
        return new Mat(height, width, CV_8UC3);
    }

    /** Returns a matrix of one row that holds these bytes; the caller closes it. */
    public static Mat row(byte[] bytes) {
        Mat mat = new Mat(1, bytes.length, CV_8UC1);
        bytes(mat).put(bytes);
        return mat;
    }

    /** Returns a native copy of an image; the caller closes it. */
    public static Mat copy(Image image) {
        Mat mat = allocate(image.width(), image.height());
        bytes(mat).put(image.rgb());
        return mat;
    }

    /** Returns an image with the contents of an RGB matrix without gaps between its rows. */
    public static Image image(Mat rgb) {
        byte[] bytes = new byte[rgb.rows() * rgb.cols() * 3];
        bytes(rgb).get(bytes);
        return new Image(rgb.cols(), rgb.rows(), bytes);
    }

    /** Returns the memory of an 8-bit matrix without gaps between its rows; valid until it is closed. */
    public static ByteBuffer bytes(Mat mat) {
        return mat.data().capacity(mat.total() * mat.elemSize()).asByteBuffer();
    }
}
