package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/** Draws backgrounds: fields of noise, patterns, and clutter. */
public final class Backdrop {

    private Backdrop() {}

    /** Draws a background of the given size. */
    public static Bitmap paint(int width, int height, SeededRandom random) {
        float[][] palette = palette(random);
        long seed = random.bits();
        double cell = random.logUniform(30, 160);
        int octaves = 2 + random.below(4);
        double gain = random.uniform(0.35, 0.75);
        double stretch = random.chance(0.3) ? random.logUniform(0.25, 4) : 1;
        double warp = random.chance(0.4) ? random.uniform(0.5, 3) : 0;
        int pattern = random.below(6);
        double patternSize = random.logUniform(12, 60);
        double patternStrength = random.uniform(0.08, 0.35);
        double angle = random.chance(0.5) ? 0 : random.uniform(0, Math.PI);
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
        clutter(canvas, random, palette);
        canvas.blur(random.chance(0.4) ? random.uniform(0.5, 2) : 0);
        return canvas.bitmap();
    }

    /** Returns three colours that go together: mostly dull ones, so that objects stand out by their own colour. */
    private static float[][] palette(SeededRandom random) {
        float[][] palette = new float[3][];
        double hue = random.uniform(0, 360);
        double dull = random.uniform(0.05, 0.6);
        double bright = random.uniform(0.15, 0.7);
        for (int i = 0; i < palette.length; i++) {
            double value = Math.max(0.05, Math.min(1, bright + (i - 1) * random.uniform(0.05, 0.3)));
            palette[i] = Colour.hsv((hue + random.normal(35) + 720) % 360, dull * random.uniform(0.4, 1), value);
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
    private static void clutter(Canvas canvas, SeededRandom random, float[][] palette) {
        int count = random.chance(0.35) ? 0 : random.below(26);
        for (int i = 0; i < count; i++) {
            Sprite sprite = ShapePainter.paint(ObjectTraits.draw(random), random.bits(), 48);
            double size = random.logUniform(6, 60);
            Affine shape = Affine.shape(size * random.logUniform(0.5, 2), size, random.normal(0.2), random.uniform(0, 6.3));
            Pose pose = new Pose(
                    shape.then(Affine.shift(random.uniform(0, canvas.width()), random.uniform(0, canvas.height()))), 0);
            float[] dye = palette[random.below(palette.length)];
            float[] gain = new float[3];
            for (int c = 0; c < 3; c++) {
                gain[c] = (dye[c] + 40) / 220;
            }
            canvas.paint(sprite.bitmap(), pose, gain, random.uniform(0.3, 1));
        }
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    private static int clamp(double value) {
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
    }
}
