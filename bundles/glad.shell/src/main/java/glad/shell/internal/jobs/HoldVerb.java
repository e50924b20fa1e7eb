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

/** Keeps workers from a job. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=hold")
@Command(name = "hold", description = "Keep workers from claiming more of a job; what runs goes on. release lets them again.")
public final class HoldVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public HoldVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        queue.hold(id, true);
        return JobTexts.now(queue, id);
    }
}
