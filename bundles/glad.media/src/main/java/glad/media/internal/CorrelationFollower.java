package glad.media.internal;

import static org.bytedeco.opencv.global.opencv_core.minMaxLoc;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.TM_CCOEFF_NORMED;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.matchTemplate;

import glad.api.Box;
import glad.api.Image;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;

/** Finds the first frame's grey patch by normalised cross-correlation in a window round the previous box. */
final class CorrelationFollower implements BoxFollower {

    /** Side of the search window over that of the box. */
    private static final double WINDOW = 3;

    private final Mat template;
    private Box box;

    /** Takes the patch under the box. */
    CorrelationFollower(Image frame, Box first) {
        box = first;
        template = grey(frame, PixelBox.of(first, frame));
    }

    @Override
    public Box next(Image frame) {
        int w = template.cols();
        int h = template.rows();
        PixelBox window = PixelBox.of(Box.centred(box.cx(), box.cy(), WINDOW * w, WINDOW * h), frame);
        if (window.w() < w || window.h() < h) {
            return box;
        }
        try (Mat search = grey(frame, window); Mat likeness = new Mat(); Point best = new Point();
                DoublePointer highest = new DoublePointer(1)) {
            matchTemplate(search, template, likeness, TM_CCOEFF_NORMED);
            minMaxLoc(likeness, null, highest, null, best, null);
            box = new Box(window.x() + best.x(), window.y() + best.y(), box.w(), box.h());
        }
        return box;
    }

    @Override
    public void close() {
        template.close();
    }

    private static Mat grey(Image frame, PixelBox part) {
        try (Mat rgb = Mats.copy(frame); Rect rect = part.rect(); Mat patch = new Mat(rgb, rect)) {
            Mat grey = new Mat();
            cvtColor(patch, grey, COLOR_RGB2GRAY);
            return grey;
        }
    }
}
