package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training whose process is killed at random moments and that is gone on with. */
class KilledTrainingTest {

    /** Every kill costs the start of a Java with libtorch: more of them by {@code -Dkills=10}. */
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int SECONDS = 300;

    @TempDir
    Path temp;

    /** The process that is killed: trains into the folder that it is given. */
    public static void main(String[] folder) {
        System.exit(TrainerTest.killable(Path.of(folder[0])).run() ? 0 : 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTrainingThatIsKilledAtRandomMomentsEndsAsAnUndisturbedOne() throws Exception {
        Path whole = temp.resolve("whole");
        assertTrue(TrainerTest.killable(whole).run());
        Path killed = temp.resolve("killed");
        Random when = new Random(3);
        int kills = 0;
        for (boolean complete = false; !complete; ) {
            Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx1g",
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                    KilledTrainingTest.class.getName(), killed.toString())
                    .redirectErrorStream(true).redirectOutput(temp.resolve("output").toFile()).start();
            if (kills < KILLS) {
                untilItTrains(child, killed.resolve("checkpoint.safetensors"));
                if (!child.waitFor(when.nextInt(400), TimeUnit.MILLISECONDS)) {
                    child.destroyForcibly();
                    kills++;
                }
            }
            assertTrue(child.waitFor(SECONDS, TimeUnit.SECONDS), "no end");
            complete = child.exitValue() == 0;
            assertTrue(complete || child.exitValue() == 128 + 9, () -> output());
        }
        assertEquals(KILLS, kills, "it ended before all kills");
        assertArrayEquals(Files.readAllBytes(whole.resolve("weights.safetensors")), Files.readAllBytes(killed.resolve("weights.safetensors")));
        assertEquals(TrainerTest.logged(whole.resolve("log.jsonl")), TrainerTest.logged(killed.resolve("log.jsonl")));
    }

    /** Waits until a process writes a checkpoint. */
    private void untilItTrains(Process child, Path checkpoint) throws IOException, InterruptedException {
        Object before = Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint) : null;
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS); System.nanoTime() < end; Thread.sleep(5)) {
            if (!child.isAlive() || Files.exists(checkpoint) && !Files.getLastModifiedTime(checkpoint).equals(before)) {
                return;
            }
        }
        child.destroyForcibly();
        throw new AssertionError("it doesn't train: " + output());
    }

    private String output() {
        try {
            return Files.readString(temp.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
