package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists jobs, or the tasks of one. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=jobs")
@Command(name = "jobs", description = "List the jobs in the queue, the newest first, or the tasks of one, and say what they wait for.")
public final class JobsVerb extends ShellCommand {

    private final JobQueue queue;

    @Parameters(paramLabel = JobTexts.JOB, arity = "0..1", description = "Which job; all if none is named.")
    private String id;

    @Option(names = "--all", description = "Also those that ended long ago, of which otherwise only the newest are shown.")
    private boolean all;

    /** Made by the component runtime. */
    @Activate
    public JobsVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() {
        List<String> workers = queue.workers();
        if (id != null) {
            Job job = queue.job(id);
            Map<String, String> places = places();
            ObjectNode json = JobTexts.json(job, true);
            if (!places.isEmpty()) {
                places.forEach(json.putObject("places")::put);
            }
            return new Result(json, JobTexts.tasks(job, workers, places, columns()));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<Job> jobs = queue.jobs();
        jobs.forEach(job -> json.withArray("jobs").add(JobTexts.json(job, false)));
        workers.forEach(json.withArray("workers")::add);
        return new Result(json, JobTexts.jobs(jobs, workers, all ? jobs.size() : JobTexts.NEWEST, columns()));
    }

    /** The tasks' own states are told, too, when nobody says where their workers are. */
    private Map<String, String> places() {
        try {
            return queue.places(id);
        } catch (GladException e) {
            remark(e.getMessage());
            return Map.of();
        }
    }
}
