package glad.shell;

import glad.api.GladException;
import glad.shell.internal.Printable;
import glad.shell.internal.ProgressLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar on standard error, where that is a terminal; else a line now and then. */
public final class Progress implements AutoCloseable {

    private static final int REDRAW_MILLIS = 200;

    private final String what;
    private final StopRequest stop;
    private final ProgressLine line;
    private ProgressBar bar;

    /**
     * Makes one; the first step shows it.
     *
     * @param columns how many characters fit a line; 0 if it is no terminal
     * @param what what is done, for example {@code demo}
     * @param unit of what steps are, in the plural; empty if they are only parts of a whole
     * @param stop asks the command to stop
     */
    public Progress(PrintWriter err, IntSupplier columns, String what, String unit, StopRequest stop) {
        this.what = what;
        this.stop = stop;
        line = new ProgressLine(err, columns, unit);
    }

    /**
     * Shows that some steps of all are done.
     *
     * @throws GladException (failure) if the command was asked to stop and has nothing to save
     */
    public void step(long done, long total, String detail) {
        step(done, total, Double.NaN, detail);
    }

    /**
     * Shows that some steps of all are done, where it is known better how many are done in a second than by counting them.
     *
     * @throws GladException (failure) if the command was asked to stop and has nothing to save
     */
    public synchronized void step(long done, long total, double perSecond, String detail) {
        if (stop.endsHere()) {
            throw GladException.failure(what + ": stopped at " + done + " of " + total);
        }
        line.show(perSecond);
        if (bar == null) {
            // What was done before, by a run that this one resumes, tells nothing of the speed.
            bar = new ProgressBarBuilder().setTaskName(what).setInitialMax(total).startsFrom(done, Duration.ZERO)
                    .setRenderer(line).setConsumer(line).setUpdateIntervalMillis(REDRAW_MILLIS).continuousUpdate().build();
        }
        bar.maxHint(total).stepTo(done).setExtraMessage(line.fitting(Printable.line(detail)));
    }

    /** Takes the bar away, for something else to be printed; the next step shows it again. */
    void hide() {
        line.hide();
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        line.hide();
        if (bar != null) {
            boolean interrupted = Thread.interrupted(); // the bar, which waits for its last drawing, would drop it
            bar.close();
            bar = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
