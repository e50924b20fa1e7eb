package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.List;

/** Cuts pieces with soft edges from photographs. */
final class PatchCutter {

    private static final float[] NEUTRAL = {1, 1, 1};
    private static final List<PatchOutline> OUTLINES = List.of(PatchOutline.values());

    /** Mean side of a patch in pixels. */
    private static final int SIDE = 72;
    private static final double ASPECT_DEVIATION = 0.45;
    private static final double ASPECT_MEAN = -0.15;
    /** Pixels of the photograph per pixel of the patch. */
    private static final double LEAST_ZOOM = 0.7;
    private static final double MOST_ZOOM = 6;
    private static final double UPRIGHT = 0.7;
    private static final double WHOLE_TURN = 6.28;
    /** Widths of the soft edge in half sides. */
    private static final double LEAST_SOFT = 0.02;
    private static final double MOST_SOFT = 0.12;
    /** Numbers of a wavy outline: an amplitude and a phase for each of four waves. */
    private static final int WAVES = 8;
    private static final double AMPLITUDE = 0.11;
    private static final double WAVY_RADIUS = 0.74;
    private static final double ROUND_RADIUS = 0.96;
    private static final double SQUARE_RADIUS = 0.95;

    private final List<Bitmap> photographs;
    private final SeededRandom random;

    PatchCutter(List<Bitmap> photographs, SeededRandom random) {
        this.photographs = photographs;
        this.random = random;
    }

    /** Draws the ratio of width to height of a piece, as those of objects are: somewhat more often upright. */
    static double aspect(SeededRandom random) {
        return Math.exp(random.normal(ASPECT_DEVIATION, 2) + ASPECT_MEAN);
    }

    /** Cuts a piece of any outline. */
    Stamp cut() {
        return cut(random.pick(OUTLINES));
    }

    /** Cuts a piece of an outline. */
    Stamp cut(PatchOutline outline) {
        double aspect = aspect(random);
        int w = (int) Math.round(SIDE * Math.sqrt(aspect));
        int h = (int) Math.round(SIDE / Math.sqrt(aspect));
        double zoom = random.logUniform(LEAST_ZOOM, MOST_ZOOM);
        PhotoSpot spot = PhotoSpot.find(photographs, random, 0.5 * w * zoom, 0.5 * h * zoom);
        Canvas canvas = new Canvas(w, h);
        canvas.cover(spot.image(), Affine.shift(-spot.x(), -spot.y())
                .then(Affine.shape(1 / zoom, 1 / zoom, 0, random.chance(UPRIGHT) ? 0 : random.uniform(0, WHOLE_TURN)))
                .then(Affine.shift(0.5 * w, 0.5 * h)), NEUTRAL);
        return softened(canvas.bitmap(), outline);
    }

    /** Makes what lies outside of an outline transparent. */
    private Stamp softened(Bitmap plain, PatchOutline outline) {
        double[] waves = new double[WAVES];
        for (int i = 0; i < waves.length; i += 2) {
            waves[i] = random.normal(AMPLITUDE / (1 + 0.5 * i));
            waves[i + 1] = random.uniform(0, WHOLE_TURN);
        }
        double soft = random.uniform(LEAST_SOFT, MOST_SOFT);
        int w = plain.width();
        int h = plain.height();
        int[] argb = new int[w * h];
        double[] sum = new double[4];
        for (int y = 0; y < h; y++) {
            double v = (y + 0.5) * 2 / h - 1;
            for (int x = 0; x < w; x++) {
                double u = (x + 0.5) * 2 / w - 1;
                double inside = switch (outline) {
                    case ROUND -> ROUND_RADIUS - Shape.length(u, v);
                    case SQUARE -> SQUARE_RADIUS - Math.max(Math.abs(u), Math.abs(v));
                    case WAVY -> wavy(u, v, waves);
                };
                int alpha = (int) (255 * Math.max(0, Math.min(1, 0.5 + inside / soft)));
                int p = plain.pixel(x, y);
                int out = alpha;
                sum[3] += alpha;
                for (int c = 0; c < 3; c++) {
                    int value = (p >> (16 - 8 * c) & 0xff) * alpha / 255;
                    out = out << 8 | value;
                    sum[c] += 255.0 * value;
                }
                argb[y * w + x] = out;
            }
        }
        Colour colour = Colour.named(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
        return new Stamp(Sprite.of(new Bitmap(w, h, argb)), Words.PATCH, colour);
    }

    private static double wavy(double u, double v, double[] waves) {
        double angle = Math.atan2(v, u);
        double radius = WAVY_RADIUS;
        for (int i = 0; i < waves.length; i += 2) {
            radius += waves[i] * Math.sin((1 + i / 2) * angle + waves[i + 1]);
        }
        return radius - Shape.length(u, v);
    }
}
