package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.Arrays;

/**
 * Paints a target as it looks later: parts of it moved by a smooth field, and what it shows turned about an axis in the image's plane, as
 * round things do that turn out of it.
 */
final class Deformation {

    private static final double UPRIGHT_AXIS = 0.8;
    private static final double TURNED = 0.6;
    private static final double MOST_TURN = 1.2;
    private static final double LEAST_MOVE = 0.02;
    private static final double MOST_MOVE = 0.16;
    /** Points of the field along each side. */
    private static final int POINTS = 4;
    /** Room for what moves out of the bitmap, in sides of it. */
    private static final double ROOM = 0.2;
    private static final int CHANNELS = 4;

    private final double[] moves = new double[2 * POINTS * POINTS];
    private final boolean upright;
    private final double turn;

    /** Draws one. */
    Deformation(SeededRandom random) {
        double move = random.uniform(LEAST_MOVE, MOST_MOVE);
        for (int i = 0; i < moves.length; i++) {
            moves[i] = random.normal(move, 2);
        }
        upright = random.chance(UPRIGHT_AXIS);
        turn = random.chance(TURNED) ? random.uniform(-MOST_TURN, MOST_TURN) : 0;
    }

    /**
     * Returns a deformed sprite; one of which nothing would be left stays as it is.
     *
     * @param part how much of the deformation it has, 0..1
     */
    Sprite of(Sprite sprite, double part) {
        Bitmap shown = moved(turned(sprite.bitmap(), part * turn), part);
        return Arrays.stream(shown.pixels()).anyMatch(pixel -> pixel >>> 24 >= Sprite.OPAQUE) ? Sprite.of(shown) : sprite;
    }

    /** Shows another side: within each row (or column) of the opaque part colours go along as on a cylinder; the outline stays. */
    private Bitmap turned(Bitmap bitmap, double by) {
        if (by == 0) {
            return bitmap;
        }
        int lines = upright ? bitmap.height() : bitmap.width();
        int length = upright ? bitmap.width() : bitmap.height();
        int[] argb = bitmap.pixels().clone();
        for (int line = 0; line < lines; line++) {
            int first = 0;
            while (first < length && at(bitmap, line, first) >>> 24 < Sprite.OPAQUE) {
                first++;
            }
            int last = length - 1;
            while (last > first && at(bitmap, line, last) >>> 24 < Sprite.OPAQUE) {
                last--;
            }
            double half = 0.5 * (last - first);
            for (int i = first; half > 1 && i <= last; i++) {
                double angle = Math.asin(Math.max(-1, Math.min(1, (i - first - half) / half))) + by;
                int from = (int) Math.round(first + half + half * Math.sin(angle));
                argb[index(bitmap, line, i)] = coloured(at(bitmap, line, i) >>> 24, at(bitmap, line, from));
            }
        }
        return new Bitmap(bitmap.width(), bitmap.height(), argb);
    }

    private int index(Bitmap bitmap, int line, int i) {
        return upright ? line * bitmap.width() + i : i * bitmap.width() + line;
    }

    private int at(Bitmap bitmap, int line, int i) {
        return bitmap.pixels()[index(bitmap, line, i)];
    }

    /** Returns another pixel's colour, as opaque as {@code alpha} says. */
    private static int coloured(int alpha, int other) {
        int from = Math.max(1, other >>> 24);
        int out = alpha;
        for (int shift = 16; shift >= 0; shift -= 8) {
            out = out << 8 | Math.min(alpha, (other >> shift & 0xff) * alpha / from);
        }
        return out;
    }

    /** Moves everything along the field. */
    private Bitmap moved(Bitmap bitmap, double part) {
        int side = Math.max(bitmap.width(), bitmap.height());
        double reach = part * side;
        int room = (int) Math.ceil(ROOM * side);
        int w = bitmap.width() + 2 * room;
        int h = bitmap.height() + 2 * room;
        int[] out = new int[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double across = (x + 0.5) / w * (POINTS - 1);
                double down = (y + 0.5) / h * (POINTS - 1);
                out[y * w + x] = sampled(bitmap, x - room + reach * field(across, down, 0), y - room + reach * field(across, down, 1));
            }
        }
        return new Bitmap(w, h, out);
    }

    /** Returns one coordinate of the field, smooth between its points. */
    private double field(double across, double down, int axis) {
        int column = Math.min(POINTS - 2, (int) across);
        int row = Math.min(POINTS - 2, (int) down);
        double u = Noise.smooth(across - column);
        double v = Noise.smooth(down - row);
        double top = mixed(point(row, column, axis), point(row, column + 1, axis), u);
        double bottom = mixed(point(row + 1, column, axis), point(row + 1, column + 1, axis), u);
        return mixed(top, bottom, v);
    }

    private double point(int row, int column, int axis) {
        return moves[2 * (row * POINTS + column) + axis];
    }

    private static double mixed(double from, double to, double weight) {
        return from + weight * (to - from);
    }

    /** Returns a pixel between four; what lies outside is transparent. */
    private static int sampled(Bitmap bitmap, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double u = x - left;
        double v = y - top;
        int[] four = {pixel(bitmap, left, top), pixel(bitmap, left + 1, top), pixel(bitmap, left, top + 1), pixel(bitmap, left + 1, top + 1)};
        int out = 0;
        for (int channel = CHANNELS - 1; channel >= 0; channel--) {
            int shift = 8 * channel;
            double upper = mixed(four[0] >>> shift & 0xff, four[1] >>> shift & 0xff, u);
            double lower = mixed(four[2] >>> shift & 0xff, four[3] >>> shift & 0xff, u);
            out = out << 8 | (int) (mixed(upper, lower, v) + 0.5);
        }
        return out;
    }

    private static int pixel(Bitmap bitmap, int x, int y) {
        return x < 0 || y < 0 || x >= bitmap.width() || y >= bitmap.height() ? 0 : bitmap.pixel(x, y);
    }
}
