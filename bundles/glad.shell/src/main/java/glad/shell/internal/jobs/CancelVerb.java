package glad.shell.internal.jobs;

import glad.jobs.JobQueue;
import glad.shell.Result;
import glad.shell.ShellCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a job before its time. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=cancel")
@Command(name = "cancel", description = "Take what waits of a job from the queue; what runs stops after its frame and keeps the sequences that are finished.")
public final class CancelVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public CancelVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        queue.cancel(id);
        return JobTexts.now(queue, id);
    }
}
