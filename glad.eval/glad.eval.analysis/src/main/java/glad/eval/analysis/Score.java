package glad.eval.analysis;

/**
 * A figure of a tracker over some sequences. It covers what was measured, and says how much that is.
 *
 * @param value in the metric's unit, the mean over runs; NaN if nothing was measured
 * @param interval half the width of the 95 % interval of the mean over runs (Student's t); NaN for a single run
 * @param runs how many runs are in it
 * @param measured sequences measured, of all runs together
 * @param expected sequences there should be, of all runs together
 */
public record Score(double value, double interval, int runs, int measured, int expected) {

    /** Tells whether nothing is missing. */
    public boolean complete() {
        return measured == expected;
    }

    /** Returns {@code 279/280}, or {@code 839/840 in 3 runs}. */
    public String coverage() {
        return measured + "/" + expected + (runs > 1 ? " in " + runs + " runs" : "");
    }
}
