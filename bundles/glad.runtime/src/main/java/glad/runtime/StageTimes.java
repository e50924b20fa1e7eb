package glad.runtime;

import java.util.EnumMap;
import java.util.Map;

/**
 * Adds up the wall time of each stage. On a GPU, which computes behind the caller's back, a stage's time is that of
 * starting it; the last stage of a frame, {@link Stage#BOX}, then includes the waiting.
 */
public final class StageTimes {

    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private final Map<Stage, Integer> counts = new EnumMap<>(Stage.class);

    /**
     * Books the time since a moment.
     *
     * @param stage what was done
     * @param since a moment from {@link System#nanoTime}
     * @return the moment now, where the next stage begins
     */
    public long lap(Stage stage, long since) {
        long now = System.nanoTime();
        nanos.merge(stage, now - since, Long::sum);
        counts.merge(stage, 1, Integer::sum);
        return now;
    }

    /** Returns the mean of a stage in milliseconds; 0 if it never ran. */
    public double millis(Stage stage) {
        return counts.containsKey(stage) ? nanos.get(stage) / 1e6 / counts.get(stage) : 0;
    }

    /** Returns how often a stage ran. */
    public int count(Stage stage) {
        return counts.getOrDefault(stage, 0);
    }

    /** Forgets everything, for example after warming up. */
    public void reset() {
        nanos.clear();
        counts.clear();
    }
}
