package glad.shell;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a command is asked to stop: Ctrl-C or SIGTERM outside of the shell, which end the process, Ctrl-C inside it, which goes on,
 * or an interrupt of the command's thread. Work that can save what it has registers by {@link #during}; any other ends with the
 * process, or where it next shows its progress. Threads aren't interrupted: one that prints would close the shell's console.
 */
public final class StopRequest {

    private final Thread thread = Thread.currentThread();
    private Runnable stop;
    private boolean asked;

    /** Some work. */
    @FunctionalInterface
    @ConsumerType
    public interface Work<T, E extends Exception> {

        /** Does it. */
        T get() throws E;
    }

    /**
     * Does some work that can be stopped.
     *
     * @param stop asks the work to save what it has and to return soon; called from any thread, at once if the command was
     *        asked to stop before
     */
    public <T, E extends Exception> T during(Runnable stop, Work<T, E> work) throws E {
        synchronized (this) {
            this.stop = stop;
            if (asked) {
                stop.run();
            }
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                this.stop = null;
            }
        }
    }

    /** Asks the command to stop; returns whether there is work that will save what it has. */
    public synchronized boolean ask() {
        asked = true;
        if (stop != null) {
            stop.run();
        }
        return stop != null;
    }

    /** Tells whether the command was asked to stop. */
    public synchronized boolean asked() {
        return asked;
    }

    /** Passes an interrupt of the command's thread on; returns whether the command must end here, having nothing to save. */
    public synchronized boolean endsHere() {
        if (Thread.currentThread() == thread && Thread.interrupted()) {
            ask();
        }
        return asked && stop == null;
    }
}
