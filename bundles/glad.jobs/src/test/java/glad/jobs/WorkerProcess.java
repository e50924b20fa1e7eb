package glad.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A worker in a process of its own, to be killed; notes each begin of a task in {@code begins}, and writes its result. */
public final class WorkerProcess {

    private WorkerProcess() {}

    public static void main(String[] args) throws IOException {
        Path runs = Path.of(args[0]);
        TaskRunner runner = new TaskRunner() {
            @Override
            public String kind() {
                return "test";
            }

            @Override
            public Outcome run(ObjectNode spec, TaskControl control) throws Exception {
                int number = spec.path("number").asInt();
                Files.writeString(runs.resolve("begins"), number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                while (spec.has("gate") && !Files.exists(runs.resolve("gate"))) {
                    Thread.sleep(20);
                }
                Thread.sleep(10 + number % 7);
                WholeFile.write(runs.resolve("out/" + number), Integer.toString(number * number));
                return new Outcome(State.DONE, "");
            }
        };
        new Worker(JobQueue.in(runs), List.of(runner), "cpu", line -> {}).work(false);
    }
}
