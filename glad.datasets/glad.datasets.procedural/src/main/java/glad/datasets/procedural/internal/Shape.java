package glad.datasets.procedural.internal;

import java.util.Locale;

/** The outlines of drawn objects. */
public enum Shape {
    /** A disc. */ BALL,
    /** A square. */ BOX,
    /** A triangle. */ TRIANGLE,
    /** A star of five points. */ STAR,
    /** A disc with a hole. */ RING,
    /** A plus sign. */ CROSS,
    /** A square on its corner. */ DIAMOND,
    /** A heart. */ HEART,
    /** A flower of six petals. */ FLOWER,
    /** A long rounded bar. */ PILL,
    /** A crescent. */ MOON,
    /** An arrow. */ ARROW;

    /** Returns the English word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns how far a point lies outside the outline (negative inside), in about the units of the coordinates.
     *
     * @param x to the right, the outline reaches about -1..1
     * @param y downwards
     */
    double outside(double x, double y) {
        double ax = Math.abs(x);
        double ay = Math.abs(y);
        double r = length(x, y);
        return switch (this) {
            case BALL -> r - 0.95;
            case BOX -> Math.max(ax, ay) - 0.88;
            case TRIANGLE -> Math.max(y - 0.78, ax * 0.87 - 0.5 * (y + 0.92));
            case STAR -> r * 0.8 - 0.8 * (0.66 + 0.32 * wave(Math.atan2(x, -y), 5));
            case RING -> Math.abs(r - 0.68) - 0.26;
            case CROSS -> Math.max(Math.min(ax, ay) - 0.32, Math.max(ax, ay) - 0.94);
            case DIAMOND -> (ax + ay - 1.02) * 0.7;
            case HEART -> heart(ax, y);
            case FLOWER -> r - 0.74 - 0.2 * Math.cos(6 * Math.atan2(y, x));
            case PILL -> length(Math.max(0, ax - 0.55), y) - 0.4;
            case MOON -> Math.max(r - 0.95, 0.8 - length(x - 0.5, y));
            case ARROW -> Math.min(Math.max(-0.9 - x, Math.max(ay - 0.3, x - 0.2)),
                    Math.max(-x, (x + 1.25 * ay - 0.95) * 0.62));
        };
    }

    /** The length of a vector; {@link Math#hypot} guards against overflow, which costs ten times as much. */
    static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /** A triangle wave of the angle with {@code n} peaks, 1 at angle 0. */
    private static double wave(double angle, int n) {
        double turn = angle * n / (2 * Math.PI);
        double part = turn - Math.floor(turn);
        return Math.abs(part - 0.5) * 4 - 1;
    }

    private static double heart(double ax, double y) {
        double lobe = length(ax - 0.42, y + 0.35) - 0.5;
        double tip = Math.max(ax * 0.74 + y * 0.67 - 0.64, -0.35 - y);
        return Math.min(lobe, tip);
    }
}
