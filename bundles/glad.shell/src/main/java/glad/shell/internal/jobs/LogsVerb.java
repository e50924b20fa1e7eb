package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.jobs.Task;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what tasks said. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=logs")
@Command(name = "logs", description = "Show what a job's tasks said and how they ended, those that failed first.")
public final class LogsVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job.")
    private String id;

    @Option(names = "--task", paramLabel = "NAME", description = "Only this task, such as 0003.")
    private String task;

    @Option(names = "--worker", paramLabel = "PLACE", description = "What this worker printed, such as 4711_3 of Slurm, instead of what tasks said.")
    private String worker;

    /** Made by the component runtime. */
    @Activate
    public LogsVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        return worker == null ? ofTasks() : ofWorker();
    }

    private Result ofWorker() {
        List<String> lines = queue.output(id, worker);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("worker", worker);
        lines.forEach(json.withArray("output")::add);
        return new Result(json, lines.isEmpty() ? "worker " + worker + " of " + id + " has printed nothing that can be seen here yet"
                : String.join(System.lineSeparator(), lines));
    }

    private Result ofTasks() {
        Job job = queue.job(id);
        List<Task> shown = job.tasks().stream().filter(each -> task == null || each.name().equals(task))
                .sorted(Comparator.comparing(each -> each.state() != State.FAILED)).toList();
        if (shown.isEmpty()) {
            throw GladException.usage(Names.unknown("task of " + id, task, job.tasks().stream().map(Task::name).toList()));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        StringBuilder text = new StringBuilder();
        for (Task each : shown) {
            List<String> lines = queue.log(id, each.name());
            if (!lines.isEmpty() || !each.note().isEmpty() || task != null) {
                text.append(each.name()).append(' ').append(each.state().key()).append(": ").append(each.title());
                text.append(each.note().isEmpty() ? "" : ": " + each.note()).append(System.lineSeparator());
                lines.forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
            }
            ObjectNode node = json.withArray("tasks").addObject().put("name", each.name()).put("state", each.state().key()).put("note", each.note());
            lines.forEach(node.withArray("log")::add);
        }
        return new Result(json, text.isEmpty() ? id + " has said nothing yet" : text.toString().stripTrailing());
    }
}
