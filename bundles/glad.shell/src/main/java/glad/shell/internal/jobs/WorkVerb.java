package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.jobs.JobQueue;
import glad.jobs.TaskRunner;
import glad.jobs.Worker;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
            description = "cpu, gpu0, gpu1, ...; with several and commas between, each does a task of its own (default: ${DEFAULT-VALUE}).")
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
        List<Worker> workers = new ArrayList<>();
        for (String one : device.split(",")) {
            if (!one.matches("cpu|gpu\\d+")) {
                throw GladException.usage("device \"" + one + "\" is unknown; expected cpu, gpu0, gpu1, ...");
            }
            workers.add(new Worker(queue, runners, one, this::remark));
        }
        int ended = stop().during(() -> workers.forEach(Worker::stop), () -> workers.size() == 1 ? workers.get(0).work(stay) : together(workers));
        return new Result(JsonNodeFactory.instance.objectNode().put("tasks", ended), ended == 1 ? "1 task ended" : ended + " tasks ended");
    }

    /** Lets each worker work in a thread of its own; one that can't ends the others. */
    private int together(List<Worker> workers) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            CompletionService<Integer> ends = new ExecutorCompletionService<>(threads);
            workers.forEach(worker -> ends.submit(() -> worker.work(stay)));
            int ended = 0;
            for (int i = 0; i < workers.size(); i++) {
                ended += ends.take().get();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GladException.failure("the workers were interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            workers.forEach(Worker::stop);
            threads.shutdown();
        }
    }
}
