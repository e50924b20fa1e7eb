package glad.trackers.onnx.internal;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** One dimension of Hann windows. */
final class Hann {

    private Hann() {}

    /** Returns the one whose first and last weights are 0. */
    static double[] symmetric(int length) {
        return length == 1 ? none(1) : weights(length, i -> (double) i / (length - 1));
    }

    /** Returns the one without these, none of whose weights is 0. */
    static double[] open(int length) {
        return weights(length, i -> (i + 1.0) / (length + 1));
    }

    /** Returns weights of 1. */
    static double[] none(int length) {
        double[] weights = new double[length];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static double[] weights(int length, IntToDoubleFunction phase) {
        double[] weights = new double[length];
        Arrays.setAll(weights, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * phase.applyAsDouble(i)));
        return weights;
    }
}
