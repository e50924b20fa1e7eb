package glad.media;

import glad.api.Box;

/**
 * Where a crop was taken, and the arithmetic that leads from its pixels back to the frame (official tracker).
 *
 * @param around the box the crop was taken round, frame pixels
 * @param left first column of the square that was cut out, frame pixels; negative where it leaves the frame
 * @param top first row of the square, frame pixels; negative where it leaves the frame
 * @param side side of the square, frame pixels
 * @param size side of the crop after resizing, crop pixels
 * @param resizeFactor crop pixels per frame pixel, {@code size / side}
 */
public record CropGeometry(Box around, int left, int top, int side, int size, double resizeFactor) {

    /**
     * Carries a box given relative to the crop back to the frame, official {@code map_box_back}. The crop's centre is
     * taken to be the centre of {@link #around}, although the square was cut at whole pixels: published weights were
     * made with this.
     *
     * @param cx centre from the crop's left edge, in <em>frame</em> pixels (crop pixels divided by the resize factor)
     * @param cy centre from the crop's top edge, in frame pixels
     * @param w width in frame pixels
     * @param h height in frame pixels
     */
    public Box toFrame(double cx, double cy, double w, double h) {
        double halfSide = 0.5 * size / resizeFactor;
        return Box.centred(cx + (around.cx() - halfSide), cy + (around.cy() - halfSide), w, h);
    }

    /**
     * Keeps a box in reach of its frame, official {@code clip_box}. It may move the box and make it larger: no side is
     * smaller than the margin afterwards.
     *
     * @param width the frame's width, pixels
     * @param height the frame's height, pixels
     * @param margin pixels of the box that must stay inside (10 in the official tracker)
     */
    public static Box clip(Box box, int width, int height, double margin) {
        double x1 = Math.min(Math.max(0, box.x()), width - margin);
        double y1 = Math.min(Math.max(0, box.y()), height - margin);
        double x2 = Math.min(Math.max(margin, box.x() + box.w()), width);
        double y2 = Math.min(Math.max(margin, box.y() + box.h()), height);
        return new Box(x1, y1, Math.max(margin, x2 - x1), Math.max(margin, y2 - y1));
    }
}
