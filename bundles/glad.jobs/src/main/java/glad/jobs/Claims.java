package glad.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What a worker may do next, by the files of a queue alone. Used by one thread. */
final class Claims {

    /** How often claims of other machines are looked at: each costs a question to the file server, from each worker. */
    static final Duration LOOK_FAR = Duration.ofSeconds(20);

    private final JobQueue queue;
    private final WorkerName worker;
    private final Consumer<String> told;
    private final Duration lookFar;
    private Instant far = Instant.MIN;

    /** Makes one. @param told of claims that are taken back, a line each */
    Claims(JobQueue queue, WorkerName worker, Consumer<String> told) {
        this(queue, worker, told, LOOK_FAR);
    }

    Claims(JobQueue queue, WorkerName worker, Consumer<String> told, Duration lookFar) {
        this.lookFar = lookFar;
        this.queue = queue;
        this.worker = worker;
        this.told = told;
    }

    /** A claim that was won. */
    record Claim(JobFolder job, String task) {}

    /** Puts claims of workers that are gone back into the queue: those of this machine at once, others when they have been silent for long. */
    void takeBack() {
        Instant now = queue.clock().instant();
        boolean all = !now.isBefore(far);
        if (all) {
            far = now.plus(lookFar);
        }
        for (JobFolder job : queue.folders()) {
            for (String file : job.names(State.RUNNING)) {
                if ((Workers.gone(JobFolder.worker(file)) || all && Workers.silent(job.in(State.RUNNING).resolve(file), queue.clock()))
                        && job.giveBack(file)) {
                    told.accept(job.id() + " " + JobFolder.task(file) + ": taken back, its worker is gone");
                }
            }
        }
    }

    /** Claims a task that waits, of the oldest job first; empty if there is none. */
    Optional<Claim> next() {
        for (JobFolder job : queue.folders()) {
            if (!job.held() && !job.cancelled()) {
                for (String task : job.names(State.WAITING)) {
                    if (job.claim(task, worker)) {
                        return Optional.of(new Claim(job, task));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Tells whether nothing waits or runs: while another works, there may be something to take over. */
    boolean nothingLeft() {
        return queue.folders().stream().allMatch(job -> job.held()
                || job.names(State.WAITING).isEmpty() && job.names(State.RUNNING).isEmpty());
    }
}
