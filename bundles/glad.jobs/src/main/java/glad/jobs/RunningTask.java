package glad.jobs;

import glad.base.GrowingFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A task while a worker does it. */
final class RunningTask implements TaskControl, AutoCloseable {

    private static final long SHOWN_EVERY = TimeUnit.SECONDS.toNanos(2);

    private final JobFolder job;
    private final String name;
    private final WorkerName worker;
    private final String device;
    private final TimeLimit limit;
    private final Warnings warnings;
    private String part = "";
    private long partBegan = System.nanoTime();
    private GrowingFile log;
    private Runnable stop;
    private boolean asked;
    private long shown = System.nanoTime() - SHOWN_EVERY;

    RunningTask(JobFolder job, String name, WorkerName worker, String device, TimeLimit limit, Warnings warnings) {
        this.limit = limit;
        this.warnings = warnings;
        this.device = device;
        this.job = job;
        this.name = name;
        this.worker = worker;
    }

    JobFolder job() {
        return job;
    }

    String name() {
        return name;
    }

    WorkerName worker() {
        return worker;
    }

    /** Asks it to stop. */
    synchronized void stop() {
        asked = true;
        if (stop != null) {
            stop.run();
        }
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public synchronized void onStop(Runnable runnable) {
        stop = runnable;
        if (asked) {
            runnable.run();
        }
    }

    @Override
    public boolean replacing() {
        return job.replacing(name);
    }

    @Override
    public synchronized void progress(double fraction, String note) {
        String now = note.replaceFirst(",.*", "");
        if (!now.equals(part)) {
            part = now;
            limit.took(Duration.ofNanos(System.nanoTime() - partBegan));
            partBegan = System.nanoTime();
        }
        if (System.nanoTime() - shown >= SHOWN_EVERY) {
            shown = System.nanoTime();
            job.progress(name, fraction, note);
        }
    }

    @Override
    public synchronized void log(String line) {
        try {
            if (log == null) {
                log = Worker.log(job.log(name));
            }
            log.add(line);
        } catch (IOException e) {
            warnings.warn("the log of task \"" + name + "\" of job \"" + job.id() + "\" can't be written: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            warnings.warn("the log of task \"" + name + "\" of job \"" + job.id() + "\" can't be closed: " + e.getMessage());
        }
    }
}
