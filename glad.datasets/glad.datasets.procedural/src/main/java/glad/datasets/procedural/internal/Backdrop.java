package glad.datasets.procedural.internal;

import glad.base.Dice;


/** Draws backgrounds: fields of noise, patterns, and clutter. */
public final class Backdrop {

    private Backdrop() {}

    /** Draws a background of the given size. */
    public static Bitmap paint(int width, int height, Dice dice) {
        float[][] palette = palette(dice);
        long seed = dice.bits();
        double cell = dice.logUniform(30, 160);
        int octaves = 2 + dice.below(4);
        double gain = dice.uniform(0.35, 0.75);
        double stretch = dice.chance(0.3) ? dice.logUniform(0.25, 4) : 1;
        double warp = dice.chance(0.4) ? dice.uniform(0.5, 3) : 0;
        int pattern = dice.below(6);
        double patternSize = dice.logUniform(12, 60);
        double patternStrength = dice.uniform(0.08, 0.35);
        double angle = dice.chance(0.5) ? 0 : dice.uniform(0, Math.PI);
        double cos = Math.cos(angle) / patternSize;
        double sin = Math.sin(angle) / patternSize;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = x / cell * stretch;
                double v = y / cell / stretch;
                double n = Noise.fractal(u, v, seed, octaves, gain);
                if (warp > 0) {
                    n = Noise.fractal(u + warp * n, v - warp * n, seed + 7, octaves, gain);
                }
                double place = Math.max(0, Math.min(1.999, (n - 0.2) * 3.3));
                float[] from = palette[(int) place];
                float[] to = palette[(int) place + 1];
                double mix = place - (int) place;
                double light = 1 + patternStrength * pattern(pattern, x * cos + y * sin, y * cos - x * sin);
                int pixel = 0xff;
                for (int c = 0; c < 3; c++) {
                    pixel = pixel << 8 | clamp((from[c] * (1 - mix) + to[c] * mix) * light);
                }
                argb[y * width + x] = pixel;
            }
        }
        Canvas canvas = Canvas.of(width, height, argb);
        clutter(canvas, dice, palette);
        canvas.blur(dice.chance(0.4) ? dice.uniform(0.5, 2) : 0);
        return canvas.bitmap();
    }

    /** Returns three colours that go together: mostly dull ones, so that objects stand out by their own colour. */
    private static float[][] palette(Dice dice) {
        float[][] palette = new float[3][];
        double hue = dice.uniform(0, 360);
        double dull = dice.uniform(0.05, 0.6);
        double bright = dice.uniform(0.15, 0.7);
        for (int i = 0; i < palette.length; i++) {
            double value = Math.max(0.05, Math.min(1, bright + (i - 1) * dice.uniform(0.05, 0.3)));
            palette[i] = Colour.hsv((hue + dice.normal(35) + 720) % 360, dull * dice.uniform(0.4, 1), value);
        }
        return palette;
    }

    private static double pattern(int kind, double u, double v) {
        return switch (kind) {
            case 0 -> fraction(u) < 0.5 ? 1 : -1;
            case 1 -> Math.sin(2 * Math.PI * u);
            case 2 -> {
                double row = Math.floor(v);
                boolean joint = fraction(v) < 0.12 || fraction(0.5 * u + (row % 2 == 0 ? 0 : 0.5)) < 0.06;
                yield joint ? -1.5 : 0.3 * Math.sin(37 * row + 11 * Math.floor(0.5 * u + (row % 2 == 0 ? 0 : 0.5)));
            }
            case 3 -> fraction(u) < 0.1 || fraction(v) < 0.1 ? 1.2 : 0;
            default -> 0;
        };
    }

    /** Adds shapes of all sizes in dull colours. */
    private static void clutter(Canvas canvas, Dice dice, float[][] palette) {
        int count = dice.chance(0.35) ? 0 : dice.below(26);
        for (int i = 0; i < count; i++) {
            Sprite sprite = ShapePainter.paint(Look.draw(dice), dice.bits(), 48);
            double size = dice.logUniform(6, 60);
            Affine shape = Affine.shape(size * dice.logUniform(0.5, 2), size, dice.normal(0.2), dice.uniform(0, 6.3));
            Pose pose = new Pose(
                    shape.then(Affine.shift(dice.uniform(0, canvas.width()), dice.uniform(0, canvas.height()))), 0);
            float[] dye = palette[dice.below(palette.length)];
            float[] gain = new float[3];
            for (int c = 0; c < 3; c++) {
                gain[c] = (dye[c] + 40) / 220;
            }
            canvas.paint(sprite.bitmap(), pose, gain, dice.uniform(0.3, 1));
        }
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    private static int clamp(double value) {
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
    }
}
