package glad.shell;

import glad.api.GladException;
import glad.shell.internal.Printable;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress line on standard error: redrawn in place on a terminal, else a line now and then. The launcher script says
 * whether standard error is a terminal by the system property {@code glad.terminal}.
 */
public final class Progress implements AutoCloseable {

    /** Whether standard error is a terminal. */
    static final boolean TERMINAL = Boolean.getBoolean("glad.terminal");

    private static final long REDRAW = 100_000_000L;
    private static final long SPARSE = 10_000_000_000L;

    private final PrintWriter err;
    private final String what;
    private final StopRequest stop;
    private final long start = System.nanoTime();
    private long last = start;
    private boolean drawn;

    /**
     * Starts one.
     *
     * @param what what is done, for example {@code demo}
     * @param stop asks the command to stop
     */
    public Progress(PrintWriter err, String what, StopRequest stop) {
        this.err = err;
        this.what = what;
        this.stop = stop;
    }

    /**
     * Shows that some steps of all are done.
     *
     * @throws GladException (failure) if the command was asked to stop and has nothing to save
     */
    public void step(long done, long total, String detail) {
        if (stop.endsHere()) {
            throw GladException.failure(what + ": stopped at " + done + " of " + total);
        }
        long now = System.nanoTime();
        if (now - last < (TERMINAL ? REDRAW : SPARSE)) {
            return;
        }
        last = now;
        double seconds = (now - start) / 1e9;
        String line = String.format(Locale.ROOT, "%s: %d/%d (%d %%), %.0f s, %s", what, done, total,
                total == 0 ? 100 : 100 * done / total, seconds, Printable.line(detail));
        if (TERMINAL) {
            err.print("\r\u001b[2K" + line);
            drawn = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Takes the line away again; the next step draws it anew. */
    @Override
    public void close() {
        if (drawn) {
            drawn = false;
            err.print("\r\u001b[2K");
            err.flush();
        }
    }
}
