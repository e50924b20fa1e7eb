package glad.jobs;

import java.util.Locale;

/** What a task is doing; each is a folder of the job, in which a file stands for the task. */
public enum State {

    /** A worker may claim it. */
    WAITING,
    /** A worker does it. */
    RUNNING,
    /** It is finished. */
    DONE,
    /** It ended with an error. */
    FAILED,
    /** It has results of other code, weights or data, and waits for {@code retry --stale}. */
    STALE,
    /** It was taken from the queue. */
    CANCELLED;

    /** Returns the folder's name, which is also the word for people. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether nothing more happens by itself. */
    public boolean ended() {
        return this != WAITING && this != RUNNING;
    }
}
