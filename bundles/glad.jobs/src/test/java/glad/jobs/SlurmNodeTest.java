package glad.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Slurm, on one node that the test starts: ./mvnw -Pslurm ... (docs/ABLATIONS.md). */
@Tag("slurm")
class SlurmNodeTest {

    private static final int TASKS = 40;

    @TempDir
    private Path folder;

    /** Those with a gate wait until there is a file of that name, so that the faults come before the end on any machine. */
    private static List<Spec> tasks(boolean gate) {
        return IntStream.range(0, TASKS).mapToObj(number -> {
            ObjectNode spec = JsonNodeFactory.instance.objectNode().put("number", number);
            return new Spec("square of " + number, gate ? spec.put("gate", true) : spec);
        }).toList();
    }

    /** Returns the claim of a worker of the array; empty while it has none. */
    private static Optional<WorkerName> claim(JobQueue queue, String job, String place) {
        return queue.job(job).tasks().stream().filter(task -> task.state() == State.RUNNING && task.place().equals(place))
                .findFirst().flatMap(task -> WorkerName.parse(task.worker()));
    }

    @Test
    void anArrayThatLosesWorkersInThreeWaysHasTheResultsOfTheLocalWorker() throws Exception {
        assumeTrue(SlurmNode.canBeHad(), "skipped: Debian's packages slurm-wlm and munge can't be had here");
        Path runs = Files.createDirectories(folder.resolve("runs"));
        List<String> worker = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), WorkerProcess.class.getName(), runs.toString());
        try (SlurmNode node = SlurmNode.start(Files.createDirectory(folder.resolve("node")), 8)) {
            JobQueue queue = JobQueue.in(runs, List.of(new LauncherFactory() {
                @Override
                public String id() {
                    return "slurm";
                }

                @Override
                public Launcher of(Path place) {
                    return new SlurmLauncher(place, new SlurmCommands(node.programs() + "/", Duration.ofMinutes(1)), () -> worker);
                }
            }));
            String job = queue.submit("squares", "forty squares", "test", tasks(true));
            queue.launch(job, "slurm", new WorkerOrder(4, "", "", "5", List.of()));
            String array = new JobFolder(queue.folder().resolve(job), Clock.systemUTC()).started("slurm").get(0);
            for (int i = 0; i < 4; i++) {
                String place = array + "_" + i;
                SlurmNode.until("worker " + place, () -> claim(queue, job, place).isPresent() || queue.job(job).ended());
            }
            assertEquals(4, queue.places(job).size(), queue.places(job).toString());
            node.ask("scancel", array + "_1");
            claim(queue, job, array + "_2").flatMap(name -> ProcessHandle.of(name.process())).orElseThrow().destroyForcibly();
            node.ask("scontrol", "requeue", array + "_3");
            assertEquals(0, queue.job(job).count(State.DONE));
            Files.createFile(runs.resolve("gate"));
            SlurmNode.until("the job's end", () -> queue.job(job).ended());
            assertEquals(TASKS, queue.job(job).count(State.DONE), queue.job(job).counts());
            String said = queue.places(job).toString();
            assertTrue(said.contains("CANCELLED"), said);
            queue.cancel(job); // the requeued worker, should it still wait
            int begins = Files.readAllLines(runs.resolve("begins")).size();
            assertTrue(begins <= TASKS + 3, begins + " begins of " + TASKS + " tasks after 3 faults");
        }
        equalsTheLocalWorkers(runs);
    }

    private void equalsTheLocalWorkers(Path runs) throws IOException {
        Path local = Files.createDirectories(folder.resolve("local"));
        JobQueue.in(local).submit("squares", "forty squares", "test", tasks(false));
        WorkerProcess.main(new String[] {local.toString()});
        for (int number = 0; number < TASKS; number++) {
            assertArrayEquals(Files.readAllBytes(local.resolve("out/" + number)), Files.readAllBytes(runs.resolve("out/" + number)), "task " + number);
        }
    }
}
