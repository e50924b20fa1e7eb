package glad.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a worker will be ended from outside. It claims no task then for which less time is left than the longest part of a task took that it
 * has done: such a part, a sequence, is what would be lost.
 */
final class TimeLimit {

    /** Names the variable with the second (Unix time) of the end. */
    static final String END = "GLAD_WORKER_END";

    /** What a start of models takes at least, before anything was measured. */
    static final Duration LEAST = Duration.ofMinutes(1);

    private final Optional<Instant> end;
    private Duration longest = LEAST;

    TimeLimit(Optional<Instant> end) {
        this.end = end;
    }

    /** Returns the one of this process; one without an end if none is told, or what is told is no number. */
    static TimeLimit here() {
        String told = System.getenv(END);
        return new TimeLimit(told == null || !told.matches("\\d{1,18}") ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Long.parseLong(told))));
    }

    /** Hears how long a part took. */
    synchronized void took(Duration part) {
        longest = part.compareTo(longest) > 0 ? part : longest;
    }

    /** Tells whether a task may be begun now. */
    synchronized boolean allows(Instant now) {
        return end.isEmpty() || !now.plus(longest).isAfter(end.get());
    }
}
