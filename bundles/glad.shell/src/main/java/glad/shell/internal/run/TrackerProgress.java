package glad.shell.internal.run;

import glad.bench.EvaluationRun;
import glad.bench.run.EvaluationProgress;
import glad.shell.Progress;
import java.util.function.Function;

/** A progress line for one tracker of an evaluation after the other. */
final class TrackerProgress implements EvaluationRun.Listener, AutoCloseable {

    private final Function<String, Progress> lines;
    private String tracker = "";
    private Progress line;

    /** @param lines makes the line of a tracker */
    TrackerProgress(Function<String, Progress> lines) {
        this.lines = lines;
    }

    @Override
    public void step(String name, EvaluationProgress progress) {
        if (!name.equals(tracker)) {
            close();
            tracker = name;
            line = lines.apply(name);
        }
        line.step(progress.framesDone(), progress.framesInAll(), progress.framesPerSecond(), progress.sequence());
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
