package glad.media.internal;

import glad.api.Box;
import glad.api.Image;
import org.bytedeco.opencv.opencv_core.Rect;

/** A box of whole pixels that lies inside its frame and holds at least one. */
record PixelBox(int x, int y, int w, int h) {

    static PixelBox of(Box box, Image frame) {
        int x = clamp(Math.round(box.x()), 0, frame.width() - 1);
        int y = clamp(Math.round(box.y()), 0, frame.height() - 1);
        int w = clamp(Math.round(box.x() + box.w()) - x, 1, frame.width() - x);
        int h = clamp(Math.round(box.y() + box.h()) - y, 1, frame.height() - y);
        return new PixelBox(x, y, w, h);
    }

    Rect rect() {
        return new Rect(x, y, w, h);
    }

    private static int clamp(long value, int least, int most) {
        return (int) Math.max(least, Math.min(most, value));
    }
}
