package glad.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.GrowingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks of a queue one after the other and does them. A claim of a worker that is gone goes back into the queue, at once if its
 * process was on this machine, else when its heartbeat is too old.
 */
public final class Worker {

    /** Of so many tasks that failed alike, while none was done, a job learns that all will. */
    static final int ALIKE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long PAUSE_MILLIS = 500;
    private static final long BEAT_SECONDS = 5;
    /** How long to wait for room on a full disk before the task is tried again from what it has saved. */
    private static final Duration ROOM = Duration.ofSeconds(30);

    private final JobQueue queue;
    private final List<TaskRunner> runners;
    private final WorkerName name = WorkerName.here();
    private final Workers workers;
    private final Claims claims;
    private final TimeLimit limit;
    private final String device;
    private final Consumer<String> told;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Duration room;
    private volatile RunningTask current;
    /** A task that is claimed and neither ended nor given back. */
    private RunningTask claimed;
    private final Warnings warnings = new Warnings();
    /** The title of the task that was begun last; empty once it has ended. One that a full disk keeps from being done begins again and again. */
    private String begun = "";

    /**
     * Makes one.
     *
     * @param runners do the tasks, by kind
     * @param device where it computes
     * @param told of each task's begin and end, a line each
     */
    public Worker(JobQueue queue, List<TaskRunner> runners, String device, Consumer<String> told) {
        this(queue, runners, device, told, TimeLimit.here(), ROOM);
    }

    Worker(JobQueue queue, List<TaskRunner> runners, String device, Consumer<String> told, TimeLimit limit, Duration room) {
        this.limit = limit;
        this.room = room;
        this.device = device;
        this.queue = queue;
        this.runners = List.copyOf(runners);
        this.workers = Workers.in(queue.folder(), queue.clock());
        this.claims = new Claims(queue, name, told);
        this.told = told;
    }

    /** Asks {@link #work} to return: the task at hand saves what it has and goes back into the queue. May be called by any thread. */
    public void stop() {
        stop.countDown();
        RunningTask task = current;
        if (task != null) {
            task.stop();
        }
    }

    /**
     * Works until it is stopped, until nothing waits or runs any more, or until it has too little time left for more. On a full disk it
     * puts its task back, waits, and tries again.
     *
     * @param stays whether to wait for more then
     * @return how many tasks it ended
     * @throws IOException if the queue can't be written
     */
    public int work(boolean stays) throws IOException {
        int ended = 0;
        try {
            while (stop.getCount() > 0) {
                try {
                    giveBack();
                    workers.beat(name);
                    claims.takeBack();
                    if (!limit.allows(queue.clock().instant())) {
                        told.accept("no more is begun: less time is left than the longest part of a task took");
                        return ended;
                    }
                    Optional<Claims.Claim> next = claims.next();
                    if (next.isPresent()) {
                        ended += perform(new RunningTask(next.get().job(), next.get().task(), name, device, limit, warnings)) ? 1 : 0;
                    } else if (!stays && claims.nothingLeft() || stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                        return ended;
                    }
                } catch (IOException | GladException e) {
                    if (!FullDisk.caused(e)) {
                        throw e;
                    }
                    waitForRoom(Reason.of(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.leave(name);
        }
        return ended;
    }

    /** Puts back into the queue what a full disk kept from being done. */
    private void giveBack() {
        if (claimed != null) {
            claimed.job().giveBack(claimed.name(), name);
            claimed = null;
        }
    }

    private void waitForRoom(String why) throws InterruptedException {
        if (warnings.isNew(why)) {
            told.accept("a disk is full: " + why + "; the task goes back with all that it saved and is tried again every " + room.toSeconds()
                    + " s, so make room");
        }
        try {
            giveBack();
        } catch (GladException e) {
            LOG.debug("not even a file can be renamed", e); // the next round tries again
        }
        stop.await(room.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean perform(RunningTask task) throws IOException {
        JobFolder job = task.job();
        ObjectNode submitted = (ObjectNode) job.submitted();
        ObjectNode own = (ObjectNode) submitted.path("tasks").path(task.name());
        String title = job.id() + " " + task.name() + " (" + own.path("title").asText() + ")";
        if (!title.equals(begun)) {
            begun = title;
            told.accept(title + ": begins");
        }
        claimed = task;
        current = task;
        if (stop.getCount() == 0) {
            task.stop();
        }
        State state;
        String note;
        try (Heart heart = new Heart(task, workers, BEAT_SECONDS, warnings)) {
            TaskRunner runner = runners.stream().filter(r -> r.kind().equals(submitted.path("kind").asText())).findFirst()
                    .orElseThrow(() -> GladException.failure("nothing here does tasks of kind \"" + submitted.path("kind").asText()
                            + "\"; install the bundle that submitted them"));
            TaskRunner.Outcome outcome = runner.run((ObjectNode) own.path("spec"), task);
            state = outcome.state() == State.WAITING && job.cancelled() ? State.CANCELLED : outcome.state();
            note = outcome.note();
        } catch (Exception | LinkageError e) {
            LOG.debug("task {} failed", title, e);
            if (FullDisk.caused(e)) {
                throw GladException.failure(Reason.of(e), e);
            }
            state = State.FAILED;
            note = e instanceof GladException ? e.getMessage() : "unexpected failure: " + Reason.of(e);
            task.log("error: " + note);
        } finally {
            current = null;
            task.close();
        }
        boolean kept = job.end(task.name(), name, state, note);
        claimed = null;
        begun = "";
        warnings.clear();
        told.accept(title + ": " + (kept ? state.key() : "was taken by another worker meanwhile") + (note.isEmpty() ? "" : ": " + note));
        if (state == State.FAILED) {
            stopIfAllFailAlike(job);
        }
        return kept && state.ended();
    }

    private static void stopIfAllFailAlike(JobFolder job) {
        List<String> failed = job.names(State.FAILED);
        if (failed.size() >= ALIKE && job.names(State.DONE).isEmpty()
                && failed.stream().map(job::note).map(Warnings::kind).distinct().count() == 1) {
            job.stop("the first " + failed.size() + " tasks failed alike: " + job.note(failed.get(0)));
        }
    }

    /** Begins a log. */
    static GrowingFile log(Path file) throws IOException {
        return GrowingFile.begin(file, List.of());
    }
}
