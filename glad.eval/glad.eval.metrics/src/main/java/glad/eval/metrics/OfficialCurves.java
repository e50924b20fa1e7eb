package glad.eval.metrics;

import glad.api.eval.Curve;
import glad.api.eval.FrameErrors;

/** The official curves: the fraction of frames that pass each of evenly spaced thresholds, in float32 as they are published. */
final class OfficialCurves {

    private static final double[] OVERLAPS = new double[21];
    private static final double[] PIXELS = new double[51];
    private static final double[] NORMALISED = new double[51];

    static {
        for (int i = 0; i < OVERLAPS.length; i++) {
            // The official thresholds come from a vectorised range, four numbers to a step: 0.6 + 0.15 instead of 0.75,
            // which differ in the last bit.
            OVERLAPS[i] = (i - i % 4) * 0.05 + i % 4 * 0.05;
        }
        for (int i = 0; i < PIXELS.length; i++) {
            PIXELS[i] = i;
            NORMALISED[i] = i / 100.0;
        }
    }

    private OfficialCurves() {}

    /** Returns overlap against the thresholds 0, 0.05 .. 1: the fraction of frames strictly above each. */
    static Curve success(FrameErrors errors) {
        int[] passed = new int[OVERLAPS.length + 1]; // frames by the number of thresholds that they are above
        for (double value : errors.overlap()) {
            int above = (int) Math.min(Math.max(20 * value, -1), 20) + 1;
            while (above > 0 && !(value > OVERLAPS[above - 1])) {
                above--;
            }
            while (above < OVERLAPS.length && value > OVERLAPS[above]) {
                above++;
            }
            passed[above]++;
        }
        double[] shares = new double[OVERLAPS.length];
        int sum = 0;
        for (int i = shares.length - 1; i >= 0; i--) {
            sum += passed[i + 1];
            shares[i] = (float) sum / (float) errors.counted();
        }
        return new Curve("Success", "overlap above", OVERLAPS.clone(), shares);
    }

    /** Returns the centre error against 0, 1 .. 50 px: the fraction of frames at or below each. */
    static Curve precision(FrameErrors errors) {
        return new Curve("Precision", "centre error up to, px", PIXELS.clone(),
                upTo(PIXELS, 1, errors.centre(), errors.counted()));
    }

    /** Returns the normalised error against 0, 0.01 .. 0.5: the fraction of frames at or below each. */
    static Curve normalised(FrameErrors errors) {
        return new Curve("Normalised precision", "normalised centre error up to", NORMALISED.clone(),
                upTo(NORMALISED, 100, errors.normalised(), errors.counted()));
    }

    private static double[] upTo(double[] thresholds, double perUnit, double[] measured, int counted) {
        int[] firstPassed = new int[thresholds.length + 1]; // frames by the first threshold that they pass
        for (double value : measured) {
            int first = (int) Math.min(Math.max(value * perUnit, 0), thresholds.length);
            while (first > 0 && value <= thresholds[first - 1]) {
                first--;
            }
            while (first < thresholds.length && !(value <= thresholds[first])) {
                first++;
            }
            firstPassed[first]++;
        }
        double[] shares = new double[thresholds.length];
        int sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += firstPassed[i];
            shares[i] = (float) sum / (float) counted;
        }
        return shares;
    }
}
