package glad.media.internal;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import glad.api.Box;
import glad.api.Image;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_tracking.TrackerCSRT;

/** OpenCV's CSRT tracker. */
final class CsrtFollower implements BoxFollower {

    private final TrackerCSRT tracker;
    private Box box;

    /** Learns the target under the box. */
    CsrtFollower(Image frame, Box first) {
        box = first;
        try (Mat bgr = bgr(frame); Rect rect = PixelBox.of(first, frame).rect()) {
            tracker = TrackerCSRT.create();
            tracker.init(bgr, rect);
        }
    }

    @Override
    public Box next(Image frame) {
        try (Mat bgr = bgr(frame); Rect found = new Rect()) {
            if (tracker.update(bgr, found)) {
                box = new Box(found.x(), found.y(), found.width(), found.height());
            }
        }
        return box;
    }

    @Override
    public void close() {
        tracker.close();
    }

    private static Mat bgr(Image frame) {
        Mat mat = Mats.copy(frame);
        cvtColor(mat, mat, COLOR_RGB2BGR);
        return mat;
    }
}
