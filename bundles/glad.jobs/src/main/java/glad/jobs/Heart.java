package glad.jobs;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows that a worker and its claim are alive; asks the task to stop when its job is cancelled or the claim is lost. */
final class Heart implements AutoCloseable {

    private final RunningTask task;
    private final Workers workers;
    private final Warnings warnings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread beats = new Thread(runnable, "heartbeat");
        beats.setDaemon(true);
        return beats;
    });

    Heart(RunningTask task, Workers workers, long seconds, Warnings warnings) {
        this.task = task;
        this.workers = workers;
        this.warnings = warnings;
        thread.scheduleWithFixedDelay(this::beat, 0, seconds, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            workers.beat(task.worker());
            if (!task.job().beat(task.name(), task.worker()) || task.job().cancelled()) {
                task.stop();
            }
        } catch (IOException | RuntimeException e) {
            warnings.warn("the heartbeat of task \"" + task.name() + "\" can't be written: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
