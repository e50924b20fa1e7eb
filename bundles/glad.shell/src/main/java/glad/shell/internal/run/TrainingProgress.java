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
        remarks.accept("train: " + remark);
    }

    /** Shows how far it is. */
    void show(TrainingStatus status) {
        String goal = status.goal();
        String where = String.format(Locale.ROOT, "stage %d of %d (%s), loss %.4f%s", status.stage(), status.stages(), goal, status.loss(), waiting(status));
        line.step(status.samples(), status.total(), status.rate(), where);
        showWarnings();
        if (!status.note().isEmpty()) {
            remark(goal + " " + status.samples() + "/" + status.total() + ": " + status.note());
        }
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
