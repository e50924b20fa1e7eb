package glad.eval.protocols.internal;

import glad.api.Box;
import glad.api.ImageSize;
import java.util.Locale;

/**
 * The ways in which spatial robustness evaluation puts a first box beside the ground truth, as the OTB toolkit has them: a tenth of the
 * box's size to a side, a corner a tenth outwards, or another size round the same centre. Numbers are rounded to whole pixels, and the box
 * is cut at the image's edges, as there.
 */
enum BoxShift {
    LEFT(-1, 0), RIGHT(1, 0), UP(0, -1), DOWN(0, 1),
    TOP_LEFT(-1, -1), TOP_RIGHT(1, -1), BOTTOM_LEFT(-1, 1), BOTTOM_RIGHT(1, 1),
    SCALE_80(0.8), SCALE_90(0.9), SCALE_110(1.1), SCALE_120(1.2);

    private static final double PART = 0.1;

    private final int right;
    private final int down;
    private final double scale;

    BoxShift(int right, int down) {
        this.right = right;
        this.down = down;
        scale = 1;
    }

    BoxShift(double scale) {
        right = 0;
        down = 0;
        this.scale = scale;
    }

    /** Returns what runs are called by: {@code top-left}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the shifted box.
     *
     * @param box the ground truth, pixels counted from 0
     * @param size of the image
     */
    Box of(Box box, ImageSize size) {
        double x = box.x() + 1; // the toolkit counts from 1, which decides how halves are rounded
        double y = box.y() + 1;
        double w = box.w();
        double h = box.h();
        if (scale != 1) {
            double cx = x + w / 2;
            double cy = y + h / 2;
            w *= scale;
            h *= scale;
            x = round(cx - w / 2);
            y = round(cy - h / 2);
            w = round(w);
            h = round(h);
        } else if (right == 0 || down == 0) {
            x += right * Math.ceil(PART * w);
            y += down * Math.ceil(PART * h);
        } else {
            double left = right < 0 ? round(x - PART * w) : x;
            double top = down < 0 ? round(y - PART * h) : y;
            double end = right > 0 ? round(x + w - 1 + PART * w) : x + w - 1;
            double bottom = down > 0 ? round(y + h - 1 + PART * h) : y + h - 1;
            x = left;
            y = top;
            w = end - left + 1;
            h = bottom - top + 1;
        }
        x = Math.max(x, 1);
        y = Math.max(y, 1);
        w = Math.min(w, size.width() - x + 1);
        h = Math.min(h, size.height() - y + 1);
        return new Box(x - 1, y - 1, w, h);
    }

    /** Halves are rounded away from 0. */
    private static double round(double value) {
        return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }
}
