package glad.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** What other processes take of the processors, from a moment on. */
public final class OtherLoad {

    private static final Path STAT = Path.of("/proc/stat");
    /** Fields of the line {@code cpu}, in ticks: user, nice, system, idle, iowait, irq, softirq, steal; guests are in the first two. */
    private static final int FIELDS = 8;
    /** Per second: USER_HZ, which Linux has fixed for what it tells programs. */
    private static final double TICKS = 100;
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private final double[] before;
    private final Duration own;
    private final long moment;

    private OtherLoad(double[] before, Duration own, long moment) {
        this.before = before;
        this.own = own;
        this.moment = moment;
    }

    /** Begins to measure. */
    public static OtherLoad begin() {
        return new OtherLoad(ticks(), own(), System.nanoTime());
    }

    /**
     * Returns which fraction of all processors other processes took since, in [0, 1]; NaN where the system doesn't tell. In a container the
     * processors are those of its host.
     */
    public double fraction() {
        double[] now = ticks();
        double seconds = (System.nanoTime() - moment) / 1e9;
        if (now.length < FIELDS || before.length < FIELDS || seconds <= 0) {
            return Double.NaN;
        }
        double all = 0;
        double busy = 0;
        for (int i = 0; i < FIELDS; i++) {
            all += now[i] - before[i];
            busy += i == IDLE || i == WAITING ? 0 : now[i] - before[i];
        }
        double processors = Math.max(1, Math.round(all / seconds / TICKS));
        double ours = own().minus(own).toNanos() / 1e9 / seconds / processors;
        return all <= 0 ? Double.NaN : Math.min(1, Math.max(0, busy / all - ours));
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double[] ticks() {
        try {
            return Files.isReadable(STAT) ? Arrays.stream(Files.readAllLines(STAT).get(0).split("\\s+")).skip(1)
                    .mapToDouble(Double::parseDouble).toArray() : new double[0];
        } catch (IOException | NumberFormatException e) {
            return new double[0]; // it isn't known then
        }
    }
}
