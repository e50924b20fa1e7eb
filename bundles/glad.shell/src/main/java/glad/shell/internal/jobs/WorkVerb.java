package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.jobs.JobQueue;
import glad.jobs.TaskRunner;
import glad.jobs.Worker;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Works on the queue. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=work")
@Command(name = "work", description = "Do the tasks in the queue, one after the other, until none is left. As many workers as you like may"
        + " work at once, also of several machines that share the folder for results. Ctrl-C ends it after the current frame; what it had"
        + " finished is kept, and another worker goes on.")
public final class WorkVerb extends ShellCommand {

    private final JobQueue queue;
    private final List<TaskRunner> runners;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ...; several with commas between share each task's sequences (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--stay", description = "Wait for more when the queue is empty.")
    private boolean stay;

    /** Made by the component runtime. */
    @Activate
    public WorkVerb(@Reference JobQueue queue, @Reference(cardinality = ReferenceCardinality.MULTIPLE) List<TaskRunner> runners) {
        this.queue = queue;
        this.runners = runners;
    }

    @Override
    protected Result run() throws IOException {
        for (String one : device.split(",")) {
            if (!one.matches("cpu|gpu\\d+")) {
                throw GladException.usage("device \"" + one + "\" is unknown; expected cpu, gpu0, gpu1, ...");
            }
        }
        Worker worker = new Worker(queue, runners, device, this::remark);
        int ended = stop().during(worker::stop, () -> worker.work(stay));
        return new Result(JsonNodeFactory.instance.objectNode().put("tasks", ended), ended == 1 ? "1 task ended" : ended + " tasks ended");
    }
}
