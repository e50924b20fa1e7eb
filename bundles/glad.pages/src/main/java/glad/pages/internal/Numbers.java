package glad.pages.internal;

import java.util.Locale;

/** Numbers as pages show them. */
final class Numbers {

    /** Stands for what isn't there. */
    static final String MISSING = "–";

    private Numbers() {}

    static String figure(Double value) {
        return value == null || !Double.isFinite(value) ? MISSING : String.format(Locale.ROOT, "%.2f", value);
    }

    static String signed(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.2f", value) : MISSING;
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f", 100 * fraction);
    }
}
