package glad.shell.internal.jobs;

import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how far a job is until it ends. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=watch")
@Command(name = "watch", description = "Show how far a job is until it ends. Ctrl-C leaves the watching, not the job.")
public final class WatchVerb extends ShellCommand {

    private final JobQueue queue;

    private static final long PAUSE_MILLIS = 500;
    private static final long STEPS = 1000;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public WatchVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() throws InterruptedException {
        Job now = queue.job(id);
        try (Progress line = progress(id)) {
            while (!now.ended()) {
                line.step(Math.round(STEPS * now.fraction()), STEPS, JobTexts.why(now, queue.workers()));
                Thread.sleep(PAUSE_MILLIS);
                now = queue.job(id);
            }
        }
        List<String> problems = now.tasks().stream().filter(task -> task.state() == State.FAILED || task.state() == State.STALE)
                .map(task -> "task " + task.name() + " (" + task.title() + ") is " + task.state().key() + ": " + task.note()).toList();
        return new Result(JobTexts.json(now, true), JobTexts.why(now, queue.workers()), problems);
    }
}
