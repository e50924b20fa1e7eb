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

/** Lets workers at a job again. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=release")
@Command(name = "release", description = "Let workers claim tasks of a job that was held.")
public final class ReleaseVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public ReleaseVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        queue.hold(id, false);
        return JobTexts.now(queue, id);
    }
}
