package glad.shell.internal.jobs;

import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;

/** Shows how far a job is until it ends. */
public final class JobWatch {

    private static final long PAUSE_MILLIS = 500;
    private static final long STEPS = 1000;

    private JobWatch() {}

    /**
     * Watches a job.
     *
     * @param verb shows how far it is, and stops watching when it is asked to
     * @return how the job ended, its failed and stale tasks as problems
     */
    public static Result of(ShellCommand verb, JobQueue queue, String id) throws InterruptedException {
        Job now = queue.job(id);
        try (Progress line = verb.progress(id, "")) {
            while (!now.ended()) {
                line.step(Math.round(STEPS * now.fraction()), STEPS, now.why(queue.workers()));
                Thread.sleep(PAUSE_MILLIS);
                now = queue.job(id);
            }
        }
        List<String> problems = now.tasks().stream().filter(task -> task.state() == State.FAILED || task.state() == State.STALE)
                .map(task -> "task " + task.name() + " (" + task.title() + ") is " + task.state().key() + ": " + task.note()).toList();
        return new Result(JobTexts.json(now, true), now.why(queue.workers()), problems);
    }
}
