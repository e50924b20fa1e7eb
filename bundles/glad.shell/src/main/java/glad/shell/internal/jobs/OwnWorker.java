package glad.shell.internal.jobs;

import glad.base.WholeFile;
import glad.jobs.JobQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts a worker in a process of its own, which outlives the command and the shell that started it. */
public final class OwnWorker {

    private static final String LEADER = "/usr/bin/setsid";

    private OwnWorker() {}

    /**
     * Starts one if none is alive: Java with the options and the launcher of this process.
     *
     * @param remark told what was started, or what the user has to start
     */
    public static void startIfNone(JobQueue queue, Consumer<String> remark) throws IOException {
        if (!queue.workers().isEmpty()) {
            return;
        }
        Optional<List<String>> command = command();
        if (command.isEmpty()) {
            remark.accept("no worker is there and this system doesn't say how this process was started; start one by ./glad work");
            return;
        }
        Path log = queue.folder().resolve(".workers").resolve("log").resolve(Instant.now().toEpochMilli() + ".txt");
        WholeFile.makeFolder(log.getParent());
        Process process = new ProcessBuilder(command.get()).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        remark.accept("a worker was started (process " + process.pid() + "); it ends when the queue is empty");
    }

    /** A process group of its own keeps Ctrl-C at the terminal from it. */
    private static Optional<List<String>> command() {
        ProcessHandle.Info own = ProcessHandle.current().info();
        List<String> words = Arrays.asList(own.arguments().orElse(new String[0]));
        int jar = words.indexOf("-jar");
        if (own.command().isEmpty() || jar < 0 || !Files.isExecutable(Path.of(LEADER))) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(LEADER, own.command().get()));
        command.addAll(words.subList(0, jar + 2));
        command.add("work");
        return Optional.of(command);
    }
}
