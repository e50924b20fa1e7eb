package glad.media.internal;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import glad.api.Picture;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures to OpenCV's native matrices and back: 8-bit, three channels, RGB order on both sides. */
public final class Mats {

    private Mats() {}

    /** Returns an uninitialised matrix of {@code height} rows, without gaps between the rows. */
    public static Mat allocate(int width, int height) {
        Natives.prepare();
        return new Mat(height, width, CV_8UC3);
    }

    /** Returns a native copy of a picture; the caller closes it. */
    public static Mat copy(Picture picture) {
        Mat mat = allocate(picture.width(), picture.height());
        bytes(mat).put(picture.rgb());
        return mat;
    }

    /** Returns a picture with the contents of an 8-bit RGB matrix without gaps between its rows. */
    public static Picture picture(Mat rgb) {
        byte[] bytes = new byte[rgb.rows() * rgb.cols() * 3];
        bytes(rgb).get(bytes);
        return new Picture(rgb.cols(), rgb.rows(), bytes);
    }

    /** Returns the memory of an 8-bit matrix without gaps, valid until it is closed. */
    public static ByteBuffer bytes(Mat mat) {
        long size = mat.total() * mat.elemSize();
        return mat.data().capacity(size).asByteBuffer();
    }
}
