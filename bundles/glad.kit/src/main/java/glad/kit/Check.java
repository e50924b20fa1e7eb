package glad.kit;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One thing that has to hold.
 *
 * @param name what holds, such as {@code two passes are equal}
 * @param body throws an {@link AssertionError} that says what is wrong if it doesn't, or whatever the code that is checked throws
 */
public record Check(String name, Body body) {

    /** Finds out whether something holds. */
    @FunctionalInterface
    @ProviderType
    public interface Body {

        /** Throws if it doesn't. */
        void run() throws Exception;
    }

    /** Throws an {@link AssertionError} with a message unless something is true. */
    static void that(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
