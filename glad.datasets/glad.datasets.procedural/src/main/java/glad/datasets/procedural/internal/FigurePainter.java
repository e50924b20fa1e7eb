package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/**
 * Draws people: a head, a trunk, arms and legs as rounded bars. Unlike stamps they change their outline while they walk.
 */
public final class FigurePainter {

    /** Bars of a figure: who, from, to, half width; filled by the pose. */
    private static final int PARTS = 8;

    private final float[] skin;
    private final float[] hair;
    private final float[] top;
    private final float[] trousers;
    private final double girth;
    private final double swing;
    private final double headSize;
    private final double turn;
    private final boolean longSleeves;
    private final boolean skirt;
    private final long grain;
    private final double grainStrength;

    /**
     * Draws up a person.
     *
     * @param dress the colour of the upper clothes, by which sentences tell people apart
     * @param grain decides all else
     */
    public FigurePainter(Colour dress, long grain) {
        SeededRandom random = new SeededRandom(grain, 5);
        double tone = random.uniform(0.3, 0.92);
        this.skin = Colour.hsv(random.uniform(14, 30), random.uniform(0.3, 0.55), tone);
        this.hair = Colour.hsv(random.uniform(15, 40), random.uniform(0.1, 0.6), random.logUniform(0.08, 0.6));
        this.trousers = Colour.hsv(random.uniform(0, 360), random.uniform(0, 0.5), random.logUniform(0.1, 0.8));
        this.girth = random.uniform(0.85, 1.3);
        this.swing = random.uniform(0.15, 0.5);
        this.headSize = random.uniform(0.9, 1.25);
        this.turn = random.uniform(-0.06, 0.06);
        this.longSleeves = random.chance(0.6);
        this.skirt = random.chance(0.2);
        this.grain = grain;
        this.grainStrength = random.uniform(0.05, 0.35);
        this.top = dress.draw(new SeededRandom(grain, dress.ordinal()));
    }

    /**
     * Paints the person at one moment of the walk.
     *
     * @param phase 0..1 of one double step
     * @param height rows of the bitmap; its width is half of that
     */
    public Sprite paint(double phase, int height) {
        int width = height / 2;
        double[][] bars = bars(phase);
        int[] argb = new int[width * height];
        double pixel = 2.0 / height;
        for (int py = 0; py < height; py++) {
            double y = (py + 0.5) * pixel - 1;
            for (int px = 0; px < width; px++) {
                double x = (px + 0.5) * pixel - 0.5;
                double nearest = Double.MAX_VALUE;
                int part = -1;
                for (int i = 0; i < PARTS; i++) {
                    double d = bar(x, y, bars[i]);
                    if (d < 0 || d < nearest && nearest > 0) {
                        nearest = Math.min(d, nearest);
                        part = i;
                    }
                }
                double alpha = Math.min(1, 0.5 - nearest / pixel);
                if (alpha <= 0) {
                    continue;
                }
                float[] colour = colour(part, x, y);
                double light = 1 - 0.35 * Math.max(0, 1 + nearest / (0.3 * bars[part][4])) - 0.25 * x
                        + grainStrength * (Noise.fractal(9 * x, 9 * y, grain + part, 2, 0.6) - 0.5);
                int out = (int) (alpha * 255 + 0.5);
                for (int c = 0; c < 3; c++) {
                    out = out << 8 | (int) (Math.max(0, Math.min(255, colour[c] * light)) * alpha);
                }
                argb[py * width + px] = out;
            }
        }
        return Sprite.of(new Bitmap(width, height, argb));
    }

    /** Returns x, y, x, y, half width of each bar, those in front last. */
    private double[][] bars(double phase) {
        double stride = swing * Math.sin(2 * Math.PI * phase);
        double lift = 0.35 * swing * (1 + Math.cos(2 * Math.PI * phase));
        double hip = 0.08;
        double g = girth;
        double lean = turn + 0.08 * stride;
        double knee = 0.5;
        double foot = 0.93;
        return new double[][] {
            bar(-0.10 * g + lean, -0.5, -0.17 * g - 0.5 * stride, 0.05, 0.055 * g),
            leg(-0.05 * g, hip, -0.06 - 0.45 * stride, knee, 0.075 * g),
            leg(-0.06 - 0.45 * stride, knee, -0.07 - 0.8 * stride, foot - 0.12 * lift, 0.06 * g),
            leg(0.05 * g, hip, 0.06 + 0.45 * stride, knee, 0.075 * g),
            leg(0.06 + 0.45 * stride, knee, 0.07 + 0.8 * stride, foot, 0.06 * g),
            bar(lean, -0.48, 0, hip, 0.15 * g),
            bar(0.11 * g + lean, -0.5, 0.17 * g + 0.5 * stride, 0.05, 0.055 * g),
            bar(1.3 * lean, -0.83, 1.3 * lean, -0.8, 0.125 * headSize)};
    }

    private static double[] bar(double... bar) {
        return bar;
    }

    /** Returns a bar of a leg; within a skirt both legs stay close. */
    private double[] leg(double x0, double y0, double x1, double y1, double half) {
        double close = skirt ? 0.5 : 1;
        return new double[] {x0 * close, y0, x1 * close, y1, half * (skirt ? 1.5 : 1)};
    }

    private float[] colour(int part, double x, double y) {
        return switch (part) {
            case 7 -> y < -0.83 || Math.abs(x) > 0.09 * headSize && y < -0.76 ? hair : skin;
            case 5 -> top;
            case 0, 6 -> longSleeves && y < -0.02 || y < -0.32 ? top : skin;
            default -> y > 0.86 ? hair : skirt && y > 0.5 ? skin : trousers;
        };
    }

    /** Returns the distance to a rounded bar, negative inside. */
    private static double bar(double x, double y, double[] b) {
        double dx = b[2] - b[0];
        double dy = b[3] - b[1];
        double t = ((x - b[0]) * dx + (y - b[1]) * dy) / (dx * dx + dy * dy);
        t = Math.max(0, Math.min(1, t));
        return Shape.length(x - b[0] - t * dx, y - b[1] - t * dy) - b[4];
    }
}
