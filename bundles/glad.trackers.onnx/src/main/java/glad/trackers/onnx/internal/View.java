package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.api.Image;

/**
 * A crop and the way back to its frame.
 *
 * @param image the crop
 * @param cx column of the frame that the crop's centre shows
 * @param cy row of the frame that the crop's centre shows
 * @param scale crop pixels per frame pixel
 * @param width of the frame, pixels
 * @param height of the frame, pixels
 */
record View(Image image, double cx, double cy, double scale, int width, int height) {

    /** Returns the frame's box of one in crop pixels. @param dx,dy its centre, counted from the crop's centre */
    Box toFrame(double dx, double dy, double w, double h) {
        return Box.centred(cx + dx / scale, cy + dy / scale, w / scale, h / scale);
    }
}
