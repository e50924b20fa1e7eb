package glad.datasets.procedural.internal;

/**
 * Blurs the samples of an image: RGB as floats, row by row, three a pixel. What lies beyond the edges is like the edge.
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 */
record Blur(int width, int height) {

    private static final double LEAST_DEVIATION = 0.25;
    /** Deviations that a Gaussian reaches to either side. */
    private static final double REACH = 2.2;

    /** Smooths with a separable Gaussian of the given deviation in pixels; below 0.25 the same samples are returned. */
    float[] smoothed(float[] rgb, double deviation) {
        if (deviation < LEAST_DEVIATION) {
            return rgb;
        }
        int radius = Math.max(1, (int) Math.ceil(REACH * deviation));
        float[] weights = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            weights[i + radius] = (float) Math.exp(-0.5 * i * i / (deviation * deviation));
            sum += weights[i + radius];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float) sum;
        }
        float[] across = new float[rgb.length];
        float[] padded = new float[(width + 2 * radius) * 3];
        for (int y = 0; y < height; y++) {
            int row = y * width * 3;
            for (int i = 0; i < radius; i++) {
                System.arraycopy(rgb, row, padded, i * 3, 3);
                System.arraycopy(rgb, row + (width - 1) * 3, padded, (radius + width + i) * 3, 3);
            }
            System.arraycopy(rgb, row, padded, radius * 3, width * 3);
            for (int k = 0; k < weights.length; k++) {
                float weight = weights[k];
                for (int i = 0; i < width * 3; i++) {
                    across[row + i] += weight * padded[3 * k + i];
                }
            }
        }
        float[] down = new float[rgb.length];
        for (int k = -radius; k <= radius; k++) {
            float weight = weights[k + radius];
            for (int y = 0; y < height; y++) {
                int from = Math.max(0, Math.min(height - 1, y + k)) * width * 3;
                int to = y * width * 3;
                for (int i = 0; i < width * 3; i++) {
                    down[to + i] += weight * across[from + i];
                }
            }
        }
        return down;
    }

    /** Smears along a line of the given length in pixels; below 1.5 the same samples are returned. */
    float[] smeared(float[] rgb, double length, double angle) {
        int taps = (int) Math.round(length);
        if (taps < 2) {
            return rgb;
        }
        float[] out = new float[rgb.length];
        float weight = 1f / taps;
        for (int k = 0; k < taps; k++) {
            double along = (k - 0.5 * (taps - 1)) * length / taps;
            int dx = (int) Math.round(along * Math.cos(angle));
            int dy = (int) Math.round(along * Math.sin(angle));
            for (int y = 0; y < height; y++) {
                int row = Math.max(0, Math.min(height - 1, y + dy)) * width;
                int to = y * width * 3;
                for (int x = 0; x < width; x++, to += 3) {
                    int from = (row + Math.max(0, Math.min(width - 1, x + dx))) * 3;
                    out[to] += weight * rgb[from];
                    out[to + 1] += weight * rgb[from + 1];
                    out[to + 2] += weight * rgb[from + 2];
                }
            }
        }
        return out;
    }
}
