package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.jobs.JobQueue;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that may be put into the queue instead of being done at once. */
public final class Submission {

    @Option(names = "--submit", description = "Put this into the queue instead, where a worker does it outside of this command; ./glad watch JOB"
            + " shows how far it is.")
    private boolean submit;

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    /** Tells whether it is to be put into the queue. */
    public boolean asked() {
        return submit;
    }

    /**
     * Puts the command line of a verb into the queue as a job with one task, and starts workers for it.
     *
     * @param name what the job's id begins with
     * @param onDevice whether the worker's device is where it computes, unless the command line names one
     * @param checkpoint what tells that a begun training is to be resumed; null if the command goes on by itself
     */
    public Result put(ShellCommand verb, JobQueue queue, String name, boolean onDevice, Path checkpoint) {
        workers.check(queue);
        List<String> words = WorkerOptions.without(verb.typed()).stream().filter(word -> !List.of("--submit", "--json").contains(word)).toList();
        boolean named = words.stream().anyMatch(word -> word.equals("--device") || word.startsWith("--device="));
        String id = queue.submit(name, verb.commandLine(), CommandRunner.KIND,
                List.of(CommandRunner.spec(verb.commandLine(), words, onDevice && !named, checkpoint)));
        workers.start(verb, queue, id);
        return new Result(JsonNodeFactory.instance.objectNode().put("job", id).put("tasks", 1), id + ": waits for a worker; ./glad watch " + id
                + " shows how far it is, ./glad logs " + id + " what it said");
    }
}
