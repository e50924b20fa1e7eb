package glad.trackers.process.internal;

import java.io.IOException;
import java.time.Duration;

/**
 * How long a program may take over what it was asked last.
 *
 * @param key what {@code trackers.yaml} calls it
 * @param allowed in all
 * @param end where it ends, on the clock of {@link System#nanoTime}
 */
record Patience(String key, Duration allowed, long end) {

    /** Returns one that begins now. */
    static Patience now(String key, Duration allowed) {
        return new Patience(key, allowed, System.nanoTime() + allowed.toNanos());
    }

    /** Returns what is left of it, nanoseconds; 0 if it is over. */
    long left() {
        return Math.max(0, end - System.nanoTime());
    }

    /** Returns what is told when it is over. */
    IOException over() {
        return new IOException("gave no answer within " + allowed.toMillis() / 1e3 + " s; \"" + key + "\" in trackers.yaml allows more");
    }
}
