package glad.shell.internal.run.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.Image;
import glad.bench.ShownFrame;
import glad.media.CropGeometry;
import glad.runtime.SearchView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames in a terminal, and that nobody waits for it. */
@Timeout(300)
class TerminalScreenTest {

    private final StringWriter written = new StringWriter();

    private static ShownFrame frame(int index) {
        byte[] rgb = new byte[64 * 48 * 3];
        Arrays.fill(rgb, (byte) 200);
        SearchView view = new SearchView(new Image(32, 32, new byte[32 * 32 * 3]), new CropGeometry(new Box(8, 8, 20, 20), 0, 0, 40, 32, 0.8), new float[16], 4);
        return new ShownFrame(index, 9, new Image(64, 48, rgb), new Box(8, 8, 20, 20), 0.875, "a ball", index == 0 ? Optional.empty() : Optional.of(view), 61.5);
    }

    private TerminalScreen screen(String size, boolean colours) {
        return new TerminalScreen(new PrintWriter(written), size, colours);
    }

    @Test
    void aLetterIsTwoPixels() {
        byte[] rgb = {1, 2, 3, (byte) 255, 0, 0, 4, 5, 6, (byte) 255, 0, 0};
        Image image = new Image(2, 2, rgb);
        assertEquals(List.of("\u001b[38;2;1;2;3;48;2;4;5;6m\u2580\u001b[38;2;255;0;0;48;2;255;0;0m\u2580\u001b[0m"), HalfBlocks.lines(image, true));
        assertEquals(List.of(" -"), HalfBlocks.lines(image, false).stream().map(line -> line.replace(':', '-').replace('=', '-')).toList());
        assertEquals(1, HalfBlocks.lines(new Image(1, 3, new byte[9]), false).size());
    }

    @Test
    void aFrameIsDrawnOverThatBeforeAndFitsTheTerminal() {
        TerminalScreen screen = screen("12 60", true);
        screen.show(frame(0));
        String first = written.toString();
        assertEquals(10, first.lines().count() - 1, "lines above the last");
        assertTrue(first.endsWith("1/9, confidence 0.88, 61.5 frames/s\u001b[K"), first);
        assertTrue(first.contains("38;2;255;120;0"), "the box in orange");
        written.getBuffer().setLength(0);
        screen.show(frame(1));
        String second = written.toString();
        assertTrue(second.startsWith("\r\u001b[10A"), second);
        assertTrue(second.lines().allMatch(line -> line.chars().filter(letter -> letter == '\u2580').count() < 60), second);
        screen.close();
        assertTrue(written.toString().endsWith(System.lineSeparator()));
    }

    @Test
    void withoutColoursThereAreNoneAndAnUnknownSizeIsThatOfAnOldTerminal() {
        TerminalScreen screen = screen("", false);
        screen.show(frame(1));
        assertFalse(written.toString().contains("38;2"), written.toString());
        assertTrue(written.toString().lines().count() <= 23, written.toString());
        assertTrue(written.toString().lines().allMatch(line -> line.length() < 80 + 3), written.toString());
    }

    /** Of many frames offered while one is drawn the last comes next. */
    @Test
    void framesAreDroppedWhileOneIsDrawn() throws InterruptedException {
        List<Integer> shown = new CopyOnWriteArrayList<>();
        CountDownLatch drawing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Screen slow = new Screen() {

            @Override
            public boolean watched() {
                return true;
            }

            @Override
            public void show(ShownFrame frame) {
                shown.add(frame.index());
                drawing.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                shown.add(-1);
            }
        };
        try (Preview preview = new Preview(Optional.of(slow), stop -> Optional.empty())) {
            Consumer<ShownFrame> viewer = preview.viewer().orElseThrow();
            viewer.accept(frame(0));
            drawing.await();
            for (int i = 1; i < 9; i++) {
                viewer.accept(frame(i));
            }
            go.countDown();
        }
        assertEquals(List.of(0, 8, -1), shown);
    }
}
