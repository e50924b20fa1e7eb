package glad.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleSimulationTest {

    @TempDir
    private Path folder;

    @Test
    void preemptedWorkersLoseASequenceEachAndNoTask() throws IOException {
        ScaleSimulation.Result result = ScaleSimulation.run(new ScaleSimulation.Setting(6, 20, 4, 20, 20, Claims.LOOK_FAR, 1e5, 1e-4, 5e-4), folder);
        assertEquals(20, result.done(), result.toString());
        assertEquals(0, result.repeated());
        assertEquals(0, result.takenAlive(), "no live worker is thought dead");
        assertTrue(result.lost() > 0 && result.lost() < 0.5, result.toString());
        Duration back = Duration.ofSeconds((long) result.backAfter());
        assertTrue(back.compareTo(Workers.LEASE.minusSeconds(6)) > 0 && back.compareTo(Workers.LEASE.multipliedBy(3)) < 0, result.toString());
        assertTrue(result.claims() > 20, "what was taken back was claimed again");
    }
}
