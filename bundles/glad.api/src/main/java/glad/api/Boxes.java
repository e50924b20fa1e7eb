package glad.api;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The boxes of a whole sequence, one per frame, in 32 bytes each. Unchangeable. What reads many frames takes the single
 * numbers; for all others it is a list of {@link Box}.
 */
public final class Boxes extends AbstractList<Box> implements RandomAccess {

    private final double[] xywh;

    private Boxes(double[] xywh) {
        this.xywh = xywh;
    }

    /**
     * Returns boxes made of {@code x, y, w, h} one after the other; the numbers are copied.
     *
     * @throws IllegalArgumentException if there aren't four numbers per box
     */
    public static Boxes of(double... xywh) {
        if (xywh.length % 4 != 0) {
            throw new IllegalArgumentException(xywh.length + " numbers don't make boxes");
        }
        return new Boxes(xywh.clone());
    }

    /** Returns the boxes of a list, which isn't copied if it can't change. */
    public static Boxes copyOf(List<Box> boxes) {
        if (boxes instanceof Boxes same) {
            return same;
        }
        double[] xywh = new double[4 * boxes.size()];
        int at = 0;
        for (Box box : boxes) {
            xywh[at++] = box.x();
            xywh[at++] = box.y();
            xywh[at++] = box.w();
            xywh[at++] = box.h();
        }
        return new Boxes(xywh);
    }

    /** Returns the left edge of a frame's box, pixels. */
    public double x(int frame) {
        return xywh[4 * frame];
    }

    /** Returns the top edge of a frame's box, pixels. */
    public double y(int frame) {
        return xywh[4 * frame + 1];
    }

    /** Returns the width of a frame's box, pixels. */
    public double w(int frame) {
        return xywh[4 * frame + 2];
    }

    /** Returns the height of a frame's box, pixels. */
    public double h(int frame) {
        return xywh[4 * frame + 3];
    }

    /** Returns all numbers, {@code x, y, w, h} one after the other, in an array of the caller's own. */
    public double[] numbers() {
        return xywh.clone();
    }

    /** Returns the boxes with their numbers cut to integers, towards zero; what isn't a number stays as it is. */
    public Boxes truncated() {
        return new Boxes(Arrays.stream(xywh).map(v -> v < 0 ? Math.ceil(v) : Math.floor(v)).toArray());
    }

    @Override
    public Box get(int frame) {
        return new Box(x(frame), y(frame), w(frame), h(frame));
    }

    @Override
    public int size() {
        return xywh.length / 4;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Boxes boxes ? Arrays.equals(xywh, boxes.xywh) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
