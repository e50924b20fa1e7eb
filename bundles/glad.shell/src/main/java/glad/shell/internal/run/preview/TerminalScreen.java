package glad.shell.internal.run.preview;

import glad.bench.ShownFrame;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows a track in the terminal, each frame over that before. */
final class TerminalScreen implements Screen {

    /** Wider ones are seen no better, and take long over a slow line. */
    private static final int MOST_COLUMNS = 160;
    /** Below the image stand a line and the cursor. */
    private static final int OTHER_ROWS = 2;
    private static final String CLEAR_REST = "\u001b[K";

    private final PrintWriter terminal;
    private final int columns;
    private final int rows;
    private final boolean colours;
    private int drawn;

    /**
     * Makes one.
     *
     * @param size rows and columns, such as {@code 24 80}; another text stands for these
     * @param colours whether the terminal may be coloured
     */
    TerminalScreen(PrintWriter terminal, String size, boolean colours) {
        String[] numbers = (size.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}") ? size : "24 80").split(" ");
        this.terminal = terminal;
        this.colours = colours;
        rows = Integer.parseInt(numbers[0]);
        columns = Math.min(MOST_COLUMNS, Integer.parseInt(numbers[1]));
    }

    @Override
    public boolean watched() {
        return true;
    }

    @Override
    public void show(ShownFrame frame) {
        List<String> lines = HalfBlocks.lines(PreviewImage.small(frame, columns - 1, 2 * Math.max(1, rows - OTHER_ROWS)), colours);
        StringBuilder text = new StringBuilder(drawn > 0 ? "\r\u001b[" + drawn + "A" : "");
        lines.forEach(line -> text.append(line).append(CLEAR_REST).append('\n'));
        text.append(String.format(Locale.ROOT, "%d/%d, confidence %.2f, %.1f frames/s", frame.index() + 1, frame.count(), frame.confidence(),
                frame.framesPerSecond())).append(CLEAR_REST);
        terminal.print(text);
        terminal.flush();
        drawn = lines.size();
    }

    @Override
    public void close() {
        if (drawn > 0) {
            terminal.println();
            terminal.flush();
        }
    }
}
