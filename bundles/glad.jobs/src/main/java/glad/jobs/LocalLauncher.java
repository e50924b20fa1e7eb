package glad.jobs;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Starts a worker on this machine in a process of its own, which outlives the command and the shell that started it, unless one is alive. */
@Component(service = LauncherFactory.class)
public final class LocalLauncher implements LauncherFactory {

    /** The usual launcher. */
    public static final String ID = "local";

    /** A process group of its own keeps Ctrl-C at the terminal from it. */
    private static final String LEADER = "/usr/bin/setsid";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Launcher of(Path queue) {
        return new Launcher() {

            @Override
            public void check(WorkerOrder order) {
                if (!order.equals(WorkerOrder.ANY)) {
                    throw GladException.usage("--partition, --gres, --time, --array-size and --sbatch-option are of --launcher slurm; leave them"
                            + " out, or name it");
                }
            }

            @Override
            public Started start(String job, WorkerOrder order) {
                return new Started("", startIfNone(queue));
            }

            @Override
            public Map<String, String> states(List<String> started) {
                return Map.of();
            }

            /** Workers of this machine end with the queue's tasks, and take those of other jobs, too. */
            @Override
            public void cancel(List<String> started) {}

            @Override
            public void hold(List<String> started, boolean held) {}
        };
    }

    private static String startIfNone(Path queue) {
        if (!Workers.in(queue, Clock.systemUTC()).alive().isEmpty()) {
            return "";
        }
        return WorkerCommand.words().filter(words -> Files.isExecutable(Path.of(LEADER))).map(words -> start(queue, words))
                .orElse("no worker is there and this system doesn't say how this process was started; start one by ./glad work");
    }

    /** Starts a worker, which counts as alive at once: until Java and the framework have come up, it can't say so itself. */
    static String start(Path queue, List<String> worker) {
        List<String> command = new ArrayList<>(List.of(LEADER));
        command.addAll(worker);
        Path log = queue.resolve(".workers").resolve("log").resolve(Instant.now().toEpochMilli() + ".txt");
        try {
            WholeFile.makeFolder(log.getParent());
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
            Workers.in(queue, Clock.systemUTC()).beat(WorkerName.first(process.toHandle()));
            return "a worker was started (process " + process.pid() + "); it ends when the queue is empty";
        } catch (IOException e) {
            throw GladException.failure("a worker can't be started: " + Reason.of(e) + "; check the space for \"" + log + "\"", e);
        }
    }
}
