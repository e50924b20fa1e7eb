package glad.datasets.procedural.internal;

/** Smooth random fields over the plane. */
final class Noise {

    private Noise() {}

    /** Returns value noise in 0..1: random at whole coordinates, smooth between them. */
    static double value(double x, double y, long seed) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        double fx = smooth(x - ix);
        double fy = smooth(y - iy);
        double top = lattice(ix, iy, seed) * (1 - fx) + lattice(ix + 1, iy, seed) * fx;
        double bottom = lattice(ix, iy + 1, seed) * (1 - fx) + lattice(ix + 1, iy + 1, seed) * fx;
        return top * (1 - fy) + bottom * fy;
    }

    /** Returns octaves of value noise, each of half the size and {@code gain} times the strength, scaled to 0..1. */
    static double fractal(double x, double y, long seed, int octaves, double gain) {
        double sum = 0;
        double strength = 1;
        double total = 0;
        for (int i = 0; i < octaves; i++) {
            sum += strength * value(x, y, seed + i * 0x632BE5ABL);
            total += strength;
            strength *= gain;
            x *= 2;
            y *= 2;
        }
        return sum / total;
    }

    /** Returns 3t² - 2t³, which goes from 0 to 1 and is level at both ends. */
    static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double lattice(int x, int y, long seed) {
        long h = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        return ((h ^ (h >>> 32)) >>> 40) * 0x1.0p-24;
    }
}
