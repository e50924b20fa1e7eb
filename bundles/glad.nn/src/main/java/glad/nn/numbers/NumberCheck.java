package glad.nn.numbers;

import glad.api.model.Precision;
import java.util.Locale;

/**
 * One operator of the native library compared with what it should have computed.
 *
 * @param operator for example {@code convolution}
 * @param precision number format of its inputs and results; the answer is computed in double from the same inputs
 * @param backward whether this is about its gradients
 * @param shape of its inputs, for example {@code 2x16x9x9 by 48x16x3x3, stride 2}
 * @param error norm of the difference over the norm of the answer, the largest of several results; NaN if one
 *     holds NaN or Inf, infinite if the library refused to compute it
 * @param tolerance the largest error that passes
 * @param needed whether models of this project use the operator in such shapes; what they avoid is only reported
 */
public record NumberCheck(
        String operator, Precision precision, boolean backward, String shape, double error, double tolerance, boolean needed) {

    /** Tells whether the error is small enough. */
    public boolean passed() {
        return error <= tolerance;
    }

    /** Returns what was compared, and how it ended. */
    @Override
    public String toString() {
        return operator + (backward ? " backward " : " ") + precision.name().toLowerCase(Locale.ROOT) + " (" + shape + ") "
                + (Double.isNaN(error) ? "gave NaN or Inf" : Double.isInfinite(error) ? "was refused by the library" : String.format(Locale.ROOT, "is off by %.1e, at most %.0e is right",
                error, tolerance));
    }
}
