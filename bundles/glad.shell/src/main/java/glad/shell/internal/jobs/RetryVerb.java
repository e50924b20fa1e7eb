package glad.shell.internal.jobs;

import glad.api.GladException;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.jobs.WorkerOrder;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts ended tasks back into the queue. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=retry")
@Command(name = "retry", description = "Put tasks of a job that ended without a result back into the queue.")
public final class RetryVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    @Option(names = "--failed", description = "Those that failed.")
    private boolean failed;

    @Option(names = "--missing", description = "Those that were cancelled, or never begun because the job was stopped.")
    private boolean missing;

    @Option(names = "--stale", description = "Those with results of other code, weights or data; these are moved aside.")
    private boolean stale;

    @Option(names = "--no-worker", description = "Don't start workers as they were started for the job.")
    private boolean noWorker;

    /** Made by the component runtime. */
    @Activate
    public RetryVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        List<State> states = new ArrayList<>();
        if (failed) {
            states.add(State.FAILED);
        }
        if (missing) {
            states.add(State.CANCELLED);
        }
        if (stale) {
            states.add(State.STALE);
        }
        if (states.isEmpty()) {
            throw GladException.usage("nothing to retry is named; expected --failed, --missing or --stale");
        }
        int back = queue.retry(id, states);
        if (back > 0 && !noWorker) {
            WorkerOptions.launch(this, queue, id, "", WorkerOrder.ANY);
        }
        Job job = queue.job(id);
        return new Result(JobTexts.json(job, false), back + (back == 1 ? " task of " + id + " is" : " tasks of " + id + " are") + " in the queue again");
    }
}
