package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ProgressLineTest {

    private static final int COLUMNS = 100;
    private static final String CLEARED = "\r\u001b[K";

    private final StringWriter err = new StringWriter();

    /** Does two of ten steps, and remarks something between them. */
    @Command(name = "work")
    private static final class Work extends ShellCommand {

        @Override
        protected Result run() throws InterruptedException {
            try (Progress progress = progress("work", "frames")) {
                progress.step(4, 10, 2, "x".repeat(COLUMNS));
                Thread.sleep(700);
                remark("something");
                Thread.sleep(300);
                progress.step(5, 10, 2, "");
                Thread.sleep(300);
            }
            return new Result(JsonNodeFactory.instance.objectNode(), "done");
        }
    }

    @Test
    void onATerminalTheBarFitsItsWidthAndMakesRoomForRemarks() {
        Work work = new Work();
        work.shownOn(COLUMNS, () -> COLUMNS);
        CommandLines.of(Map.of("work", work), new PrintWriter(err), new PrintWriter(err)).execute("work");
        List<String> drawn = Stream.of(err.toString().split(CLEARED.replace("[", "\\["), -1)).toList();
        assertEquals("", drawn.get(0));
        assertTrue(drawn.get(1).matches("work  40% \\[=+>? *\\]  4/10 frames \\(0:00:0\\d / 0:00:03 left\\) 2.0 frames/s x{16}\\.\\.\\."), drawn.get(1));
        assertTrue(drawn.stream().allMatch(line -> line.length() < COLUMNS), drawn.toString());
        assertEquals(1, drawn.stream().filter(line -> line.equals("something\n")).count(), drawn + " has a remark on a line of its own");
        assertTrue(drawn.get(drawn.indexOf("something\n") + 1).contains("5/10"), drawn + " goes on with the next step");
        assertEquals("done\n", drawn.get(drawn.size() - 1));
    }

    @Test
    void elsewhereLinesSayTheSame() throws InterruptedException {
        ProgressLine line = new ProgressLine(new PrintWriter(err), () -> 0, "samples", Duration.ofMillis(400));
        line.show(3);
        try (ProgressBar bar = new ProgressBarBuilder().setTaskName("train").setInitialMax(12).setRenderer(line).setConsumer(line)
                .setUpdateIntervalMillis(50).continuousUpdate().build()) {
            bar.stepTo(3).setExtraMessage("loss 1");
            Thread.sleep(600);
            line.hide();
        }
        assertEquals("train: 3/12 samples (25 %), 0:00:00, 3.0 samples/s, 0:00:03 left, loss 1\n", err.toString());
    }
}
