package glad.trackers.process.internal;

import glad.api.Box;
import java.util.Arrays;

/**
 * Masks as TraX writes them: the letter m; left, top, width and height of the part of the frame that is told of; and lengths of runs of its
 * pixels, row by row, outside of the target and on it by turns.
 */
final class TraxMask {

    private static final String MARK = "m";

    /** Of a side, pixels: a number of pixels stays within a {@code long}. */
    private static final long LARGEST = 1 << 20;

    private static final int HEAD = 4;

    /** What isn't a mask. */
    private static final Box NONE = new Box(0, 0, -1, -1);

    private TraxMask() {}

    /** Tells whether a region is meant to be one. */
    static boolean is(String region) {
        return region.startsWith(MARK);
    }

    /** Returns the pixels of a frame that lie in a box by their centres; at least one. */
    static String filled(Box box, int width, int height) {
        long left = Math.max(0, Math.min(width - 1, Math.round(box.x())));
        long top = Math.max(0, Math.min(height - 1, Math.round(box.y())));
        long w = Math.max(1, Math.min(width, Math.round(box.x() + box.w())) - left);
        long h = Math.max(1, Math.min(height, Math.round(box.y() + box.h())) - top);
        return MARK + left + "," + top + "," + w + "," + h + ",0," + w * h;
    }

    /** Returns the smallest box around the pixels on the target; of width 0 if there are none, of negative width if the text is no mask. */
    static Box bounds(String mask) {
        long[] v;
        try {
            v = Arrays.stream(mask.substring(MARK.length()).split(",")).map(String::strip).mapToLong(Long::parseLong).toArray();
        } catch (NumberFormatException e) {
            return NONE;
        }
        if (v.length < HEAD || Math.abs(v[0]) > LARGEST || Math.abs(v[1]) > LARGEST || v[2] < 0 || v[2] > LARGEST || v[3] < 0 || v[3] > LARGEST) {
            return NONE;
        }
        long width = v[2];
        long left = Long.MAX_VALUE;
        long right = -1;
        long top = Long.MAX_VALUE;
        long bottom = -1;
        long at = 0;
        for (int i = HEAD; i < v.length; i++) {
            if (v[i] < 0 || v[i] > width * v[3] - at) {
                return NONE;
            }
            boolean inside = (i - HEAD) % 2 == 1;
            if (inside && v[i] > 0) {
                long last = at + v[i] - 1;
                boolean oneRow = at / width == last / width;
                left = Math.min(left, oneRow ? at % width : 0);
                right = Math.max(right, oneRow ? last % width : width - 1);
                top = Math.min(top, at / width);
                bottom = Math.max(bottom, last / width);
            }
            at += v[i];
        }
        return right < 0 ? new Box(v[0], v[1], 0, 0) : new Box(v[0] + left, v[1] + top, right - left + 1, bottom - top + 1);
    }
}
