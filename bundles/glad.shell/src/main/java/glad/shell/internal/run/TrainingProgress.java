package glad.shell.internal.run;

import glad.shell.Progress;
import glad.train.TrainingStatus;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Shows how far a training is, and between two steps what was remarked meanwhile. */
final class TrainingProgress implements AutoCloseable {

    /** Fraction of the time. */
    private static final double WORTH_TELLING = 0.05;

    private final Progress line;
    private final Consumer<String> remarks;
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

    /**
     * Makes one.
     *
     * @param line closed with this
     * @param remarks takes what stays to be read
     */
    TrainingProgress(Progress line, Consumer<String> remarks) {
        this.line = line;
        this.remarks = remarks;
    }

    /** Keeps a warning until it can be shown; may be called by any thread. */
    void warn(String warning) {
        warnings.add(warning);
    }

    /** Shows a remark. */
    void remark(String remark) {
        line.close();
        remarks.accept("train: " + remark);
    }

    /** Shows how far it is. */
    void show(TrainingStatus status) {
        String goal = status.goal();
        String where = String.format(Locale.ROOT, "%s (%d of %d), loss %.4f, %s samples/s, %.0f s left in this stage%s", goal,
                status.stage(), status.stages(), status.loss(), rate(status.rate()), status.secondsLeft(), waiting(status));
        line.step(status.samples(), status.total(), where);
        showWarnings();
        if (!status.note().isEmpty()) {
            remark(goal + " " + status.samples() + "/" + status.total() + ": " + status.note());
        }
    }

    /** Large networks on a CPU see less than a sample a second. */
    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 1 ? "%.2g" : "%.1f", rate);
    }

    private static String waiting(TrainingStatus status) {
        return status.waiting() < WORTH_TELLING ? "" : String.format(Locale.ROOT, ", waits for pairs %.0f %% of the time", 100 * status.waiting());
    }

    private void showWarnings() {
        for (String warning = warnings.poll(); warning != null; warning = warnings.poll()) {
            remark(warning);
        }
    }

    /** Takes the line away and shows the warnings that are left. */
    @Override
    public void close() {
        line.close();
        showWarnings();
    }
}
