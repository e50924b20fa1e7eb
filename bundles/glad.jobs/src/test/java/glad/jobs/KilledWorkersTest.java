package glad.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWorkersTest {

    private static final int TASKS = 30;
    private static final int KILLS = 5;

    @TempDir
    private Path runs;

    private Process worker() throws IOException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), WorkerProcess.class.getName(), runs.toString()).inheritIO().start();
    }

    @Test
    void workersKilledAtRandomMomentsLoseNothingAndRepeatOnlyWhatTheyWereAt() throws Exception {
        JobQueue queue = JobQueue.in(runs);
        String id = queue.submit("sweep", "squares", "test", IntStream.range(0, TASKS).mapToObj(number ->
                new Spec("square of " + number, JsonNodeFactory.instance.objectNode().put("number", number))).toList());
        Random random = new Random(5);
        List<Process> alive = new ArrayList<>(List.of(worker(), worker()));
        for (int kill = 0; kill < KILLS; kill++) {
            int before = queue.job(id).count(State.DONE);
            // A kill hits work, not the start of Java.
            while (queue.job(id).count(State.DONE) < Math.min(before + 2, TASKS - 3)) {
                Thread.sleep(3);
            }
            Thread.sleep(random.nextInt(25));
            Process victim = alive.remove(random.nextInt(alive.size()));
            victim.destroyForcibly().waitFor();
            alive.add(worker());
        }
        for (Process process : alive) {
            assertEquals(0, process.waitFor());
        }
        Job job = queue.job(id);
        assertEquals("done", job.state());
        assertEquals(TASKS, job.count(State.DONE));
        for (int number = 0; number < TASKS; number++) {
            assertEquals(Integer.toString(number * number), Files.readString(runs.resolve("out/" + number)));
        }
        int begins = Files.readAllLines(runs.resolve("begins")).size();
        assertTrue(begins >= TASKS && begins <= TASKS + KILLS, begins + " begins of " + TASKS + " tasks after " + KILLS + " kills");
        assertEquals(List.of(), queue.workers());
    }
}
