package glad.shell.internal;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** What a progress bar looks like, and where it is drawn: in place on a terminal, else as a line every ten seconds. */
public final class ProgressLine extends DefaultProgressBarRenderer implements ProgressBarConsumer {

    private static final String CLEARED = "\r\u001b[K";
    /** A longer bar is no clearer. */
    private static final int WIDEST = 120;
    /** What is over sooner isn't worth drawing. */
    private static final long WORTH_SHOWING = 300_000_000L;
    private static final Duration SPARSE = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final IntSupplier columns;
    private final String unit;
    private final Duration sparse;
    private double perSecond = Double.NaN;
    private boolean hidden = true;
    private boolean drawn;
    private final long start = System.nanoTime();
    private long printed = start;

    /** Makes one. @param columns how many characters fit a line; 0 if it is no terminal @param unit of steps, or empty */
    public ProgressLine(PrintWriter err, IntSupplier columns, String unit) {
        this(err, columns, unit, SPARSE);
    }

    /** Makes one. @param sparse time between two lines where it is no terminal */
    ProgressLine(PrintWriter err, IntSupplier columns, String unit, Duration sparse) {
        super(ProgressBarStyle.ASCII, unit.isEmpty() ? "" : " " + unit, 1, true, new DecimalFormat(), ChronoUnit.SECONDS, true, state -> Optional.empty());
        this.err = err;
        this.columns = columns;
        this.unit = unit;
        this.sparse = sparse;
    }

    /** Lets the line be drawn. @param rate steps in a second; NaN if the steps themselves tell it */
    public synchronized void show(double rate) {
        perSecond = rate;
        hidden = false;
    }

    /** Takes the line away until it is shown again. */
    public synchronized void hide() {
        hidden = true;
        if (drawn) {
            drawn = false;
            err.print(CLEARED);
            err.flush();
        }
    }

    /** Returns what stands behind the rest; what would take the bar its place is cut. */
    public String fitting(String detail) {
        int most = columns.getAsInt() / 6;
        return " " + (most == 0 || detail.length() <= most ? detail : detail.substring(0, most) + "...");
    }

    @Override
    public synchronized String render(ProgressState state, int fits) {
        if (fits > 0) {
            return super.render(state, fits);
        }
        long done = state.getCurrent();
        long all = state.getMax();
        String detail = state.getExtraMessage().strip();
        return String.format(Locale.ROOT, "%s: %s(%d %%), %s, %s%s%s", state.getTaskName(),
                unit.isEmpty() ? "" : done + "/" + all + " " + unit + " ", all <= 0 ? 100 : 100 * done / all, clock(state.getTotalElapsed()),
                unit.isEmpty() ? "" : speed(state) + ", ", etaString(state), detail.isEmpty() ? "" : ", " + detail);
    }

    @Override
    protected String ratio(ProgressState state) {
        return unit.isEmpty() ? "" : super.ratio(state);
    }

    @Override
    protected String speed(ProgressState state) {
        double rate = rate(state);
        return unit.isEmpty() ? "" : (rate > 0 ? String.format(Locale.ROOT, rate < 1 ? "%.2g " : "%.1f ", rate) : "? ") + unit + "/s";
    }

    @Override
    protected String etaString(ProgressState state) {
        double rate = rate(state);
        return (rate > 0 ? clock(Duration.ofSeconds(Math.round((state.getMax() - state.getCurrent()) / rate))) : "?") + " left";
    }

    private double rate(ProgressState state) {
        double seconds = state.getElapsedAfterStart().toMillis() / 1e3;
        return Double.isNaN(perSecond) ? seconds > 0 ? (state.getCurrent() - state.getStart()) / seconds : 0 : perSecond;
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    @Override
    public int getMaxRenderedLength() {
        return Math.min(WIDEST, columns.getAsInt() - 1);
    }

    @Override
    public synchronized void accept(String rendered) {
        long now = System.nanoTime();
        if (hidden || now - start < WORTH_SHOWING) {
            return;
        }
        if (columns.getAsInt() > 0) {
            err.print(CLEARED + rendered);
            drawn = true;
        } else if (now - printed < sparse.toNanos()) {
            return;
        } else {
            err.println(rendered);
            printed = now;
        }
        err.flush();
    }

    /** The bar's end; what is drawn was taken away before. */
    @Override
    public void close() {}
}
