package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.Locale;

/** The colours with a name, each a range of hues, saturations and brightnesses that people call by it. */
public enum Colour {
    /** Red. */ RED(-12, 8, 0.75, 1, 0.55, 0.95),
    /** Orange. */ ORANGE(22, 34, 0.8, 1, 0.8, 1),
    /** Yellow. */ YELLOW(50, 62, 0.7, 1, 0.8, 1),
    /** Green. */ GREEN(95, 150, 0.6, 1, 0.35, 0.8),
    /** Cyan. */ CYAN(175, 190, 0.6, 1, 0.7, 0.95),
    /** Blue. */ BLUE(212, 240, 0.7, 1, 0.5, 0.95),
    /** Purple. */ PURPLE(268, 290, 0.55, 0.9, 0.4, 0.8),
    /** Pink. */ PINK(318, 340, 0.3, 0.6, 0.9, 1),
    /** Brown. */ BROWN(18, 30, 0.6, 0.85, 0.25, 0.45),
    /** White. */ WHITE(0, 360, 0, 0.06, 0.92, 1),
    /** Grey. */ GREY(0, 360, 0, 0.08, 0.42, 0.6),
    /** Black. */ BLACK(0, 360, 0, 0.2, 0.03, 0.13);

    private final double[] range;

    Colour(double... range) {
        this.range = range;
    }

    /** Returns the English word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a colour of this name as r, g, b in 0..255. */
    float[] draw(SeededRandom random) {
        double hue = random.uniform(range[0], range[1]);
        double saturation = random.uniform(range[2], range[3]);
        double value = random.uniform(range[4], range[5]);
        return hsv(hue, saturation, value);
    }

    /** Converts hue in degrees, saturation and value in 0..1 to r, g, b in 0..255. */
    static float[] hsv(double hue, double saturation, double value) {
        float[] rgb = new float[3];
        for (int c = 0; c < 3; c++) {
            double k = ((5 - 2 * c) + hue / 60 + 12) % 6;
            rgb[c] = (float) (255 * value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)))));
        }
        return rgb;
    }

    /**
     * Returns the name that fits a measured colour, or null where people would argue.
     *
     * @param r red, 0..255
     * @param g green, 0..255
     * @param b blue, 0..255
     */
    static Colour named(double r, double g, double b) {
        double max = Math.max(r, Math.max(g, b));
        double min = Math.min(r, Math.min(g, b));
        double value = max / 255;
        double saturation = max == 0 ? 0 : (max - min) / max;
        if (value < 0.17) {
            return BLACK;
        }
        if (saturation < 0.13) {
            return value > 0.83 ? WHITE : value < 0.7 ? GREY : null;
        }
        if (saturation < 0.28) {
            return null;
        }
        double hue = 60 * (max == r ? (g - b) / (max - min) : max == g ? 2 + (b - r) / (max - min)
                : 4 + (r - g) / (max - min));
        hue = (hue + 360) % 360;
        if (hue >= 345 || hue < 12) {
            return saturation < 0.5 ? value > 0.8 ? PINK : null : RED;
        }
        if (hue < 44) {
            return value < 0.6 ? BROWN : hue > 18 && saturation > 0.6 && value > 0.8 ? ORANGE : null;
        }
        if (hue < 68) {
            return value > 0.65 && saturation > 0.45 ? YELLOW : null;
        }
        if (hue < 165) {
            return hue > 75 ? GREEN : null;
        }
        if (hue < 195) {
            return CYAN;
        }
        if (hue < 255) {
            return BLUE;
        }
        if (hue < 305) {
            return PURPLE;
        }
        return saturation < 0.6 && value > 0.7 ? PINK : null;
    }
}
