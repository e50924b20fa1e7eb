package glad.api;

import org.jspecify.annotations.Nullable;

/**
 * An error meant for the user's eyes: its message is one clear line that quotes the offending value, says what was
 * expected, and says what to do next. Shown without a stack trace unless the user asks for one.
 */
public class GladException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean wrongUsage;

    private GladException(String message, boolean wrongUsage, @Nullable Throwable cause) {
        super(message, cause);
        this.wrongUsage = wrongUsage;
    }

    /** Returns an error for a request that can't be right (an unknown id, key or value): exit code 2. */
    public static GladException usage(String message) {
        return new GladException(message, true, null);
    }

    /** Returns an error for work that failed (a missing or damaged file, a full disk): exit code 1. */
    public static GladException failure(String message) {
        return new GladException(message, false, null);
    }

    /** Returns an error for work that failed, with its cause. */
    public static GladException failure(String message, Throwable cause) {
        return new GladException(message, false, cause);
    }

    /** Returns the process exit code that fits: 2 for wrong usage, 1 for failure. */
    public int exitCode() {
        return wrongUsage ? 2 : 1;
    }
}
