package glad.api;

/**
 * An axis-aligned box in pixels of its frame: {@code x, y} is the top left corner (0-based), {@code w, h} the size.
 *
 * @param x left edge, pixels
 * @param y top edge, pixels
 * @param w width, pixels
 * @param h height, pixels
 */
public record Box(double x, double y, double w, double h) {

    /** Returns the box of width {@code w} and height {@code h} round a centre. */
    public static Box centred(double cx, double cy, double w, double h) {
        return new Box(cx - 0.5 * w, cy - 0.5 * h, w, h);
    }

    /** Returns the horizontal centre, {@code x + w / 2}. */
    public double cx() {
        return x + 0.5 * w;
    }

    /** Returns the vertical centre, {@code y + h / 2}. */
    public double cy() {
        return y + 0.5 * h;
    }

    /** Returns {@code w * h} in square pixels. */
    public double area() {
        return w * h;
    }

    /** Tells whether all four numbers are finite and both sides are above zero. */
    public boolean isValid() {
        return Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(w) && Double.isFinite(h) && w > 0 && h > 0;
    }

    /**
     * Refuses what can't be the box that a target is given by.
     *
     * @param width of the frame, pixels
     * @param height of the frame, pixels
     * @throws GladException (usage) if it has no size, lies outside the frame or is larger than it
     */
    public void checkTargetIn(int width, int height) {
        String text = "box \"" + x + "," + y + "," + w + "," + h + "\"";
        if (!isValid()) {
            throw GladException.usage(text + " has no size; expected x,y,w,h in pixels with w and h above 0");
        }
        String frame = "the frame of " + width + "x" + height + " pixels; expected x,y,w,h with ";
        if (x >= width || y >= height || x + w <= 0 || y + h <= 0) {
            throw GladException.usage(text + " lies outside " + frame + "x,y the top left corner");
        }
        if (w > width || h > height) {
            throw GladException.usage(text + " is larger than " + frame + "w and h the target's size");
        }
    }

    /**
     * Returns the intersection over union with another box, in [0, 1]; 0 when both are empty.
     *
     * @param other the other box
     */
    public double iou(Box other) {
        double iw = Math.min(x + w, other.x + other.w) - Math.max(x, other.x);
        double ih = Math.min(y + h, other.y + other.h) - Math.max(y, other.y);
        if (iw <= 0 || ih <= 0) {
            return 0;
        }
        double inter = iw * ih;
        return inter / (area() + other.area() - inter);
    }
}
