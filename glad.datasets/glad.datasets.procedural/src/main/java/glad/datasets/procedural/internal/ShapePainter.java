package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/** Draws textured shapes. */
public final class ShapePainter {

    private ShapePainter() {}

    /**
     * Draws an object.
     *
     * @param look what it looks like
     * @param grain decides what the words leave open (stripe width, angles, shading): two looks with one grain differ
     *     only by their words
     * @param size side of the bitmap, pixels
     */
    public static Sprite paint(ObjectTraits look, long grain, int size) {
        SeededRandom random = new SeededRandom(grain, 71);
        float[] base = look.colour().draw(new SeededRandom(grain, look.colour().ordinal()));
        float[] second = second(look.colour(), base, random);
        double angle = random.uniform(0, Math.PI);
        double frequency = random.uniform(2.2, 4.2);
        double phaseX = random.uniform(0, 1);
        double phaseY = random.uniform(0, 1);
        double shade = random.uniform(0, 0.5);
        double lightX = random.uniform(-0.6, 0.2);
        double lightY = random.uniform(-0.7, -0.1);
        double rim = random.chance(0.4) ? random.uniform(0.03, 0.08) : 0;
        float rimTone = random.chance(0.7) ? 0.25f : 1.5f;
        long spots = random.bits();
        double cos = Math.cos(angle) * frequency;
        double sin = Math.sin(angle) * frequency;
        int[] argb = new int[size * size];
        double pixel = 2.0 / size;
        for (int py = 0; py < size; py++) {
            double y = (py + 0.5) * pixel - 1;
            for (int px = 0; px < size; px++) {
                double x = (px + 0.5) * pixel - 1;
                double outside = look.shape().outside(x, y);
                double alpha = Math.min(1, 0.5 - outside / pixel);
                if (alpha <= 0) {
                    continue;
                }
                double u = x * cos + y * sin + phaseX;
                double v = y * cos - x * sin + phaseY;
                double mix = mix(look.texture(), u, v, x - 0.3 * phaseX, y - 0.3 * phaseY, frequency, spots);
                double light = 1 + shade * (x * lightX + y * lightY) - 0.3 * shade * (x * x + y * y);
                if (rim > 0 && outside > -rim) {
                    light *= rimTone;
                }
                int a = (int) (alpha * 255 + 0.5);
                int pixels = a << 24;
                for (int c = 0; c < 3; c++) {
                    double value = Math.min(255, (base[c] * (1 - mix) + second[c] * mix) * light);
                    pixels |= (int) (value * alpha + 0.5) << (16 - 8 * c);
                }
                argb[py * size + px] = pixels;
            }
        }
        return Sprite.of(new Bitmap(size, size, argb));
    }

    /** Returns the texture's second colour: one that doesn't change what the object's colour is called. */
    private static float[] second(Colour colour, float[] base, SeededRandom random) {
        double pick = random.uniform(0, 1);
        float tone = (float) random.uniform(0, 1);
        return switch (colour) {
            case WHITE -> grey(150 + 40 * tone);
            case BLACK -> grey(85 + 40 * tone);
            case GREY -> pick < 0.5 ? grey(60 + 15 * tone) : grey(190 + 20 * tone);
            case BROWN -> pick < 0.5 ? grey(210 + 30 * tone) : grey(20 + 15 * tone);
            default -> pick < 0.4 ? grey(235 + 20 * tone) : pick < 0.75 ? grey(10 + 25 * tone)
                    : new float[] {base[0] * 0.4f, base[1] * 0.4f, base[2] * 0.4f};
        };
    }

    private static float[] grey(float value) {
        return new float[] {value, value, value};
    }

    /** Returns how much of the second colour a point shows, 0..1. */
    private static double mix(Texture texture, double u, double v, double x, double y, double frequency, long spots) {
        return switch (texture) {
            case PLAIN -> 0;
            case STRIPED -> edge(0.22 - Math.abs(fraction(u) - 0.5), frequency);
            case CHECKERED -> {
                double s = (Math.abs(fraction(0.5 * u) - 0.5) - 0.25) * (Math.abs(fraction(0.5 * v) - 0.5) - 0.25);
                yield edge(s * 8, frequency);
            }
            case DOTTED -> edge(0.32 - Shape.length(fraction(u) - 0.5, fraction(v) - 0.5), frequency);
            case RINGED -> edge(0.23 - Math.abs(fraction(Shape.length(x, y) * frequency) - 0.5), frequency);
            case SPOTTED -> edge((Noise.value(u * 1.3, v * 1.3, spots) - 0.58) * 2.2, frequency);
        };
    }

    /** A soft step: 0 below, 1 above 0, about a pixel wide at the sizes used. */
    private static double edge(double value, double frequency) {
        return Math.max(0, Math.min(1, 0.5 + value * 18 / frequency));
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
