package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.shell.Progress;
import glad.shell.StopRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;

class StopRequestTest {

    private final StopRequest stop = new StopRequest();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void workThatCanSaveIsAskedOnceItIsUnderWay() {
        assertFalse(stop.ask());
        assertEquals("saved", stop.during(asked::incrementAndGet, () -> {
            assertEquals(1, asked.get());
            assertTrue(stop.ask());
            assertFalse(stop.endsHere());
            return "saved";
        }));
        assertEquals(2, asked.get());
        assertTrue(stop.endsHere());
    }

    @Test
    void whatHasNothingToSaveEndsWhereItShowsItsProgress() {
        try (Progress progress = new Progress(new PrintWriter(PrintWriter.nullWriter()), () -> 0, "profile", "frames", stop)) {
            progress.step(1, 10, "");
            stop.ask();
            GladException e = assertThrows(GladException.class, () -> progress.step(2, 10, ""));
            assertEquals("profile: stopped at 2 of 10", e.getMessage());
        }
    }

    @Test
    void anInterruptedThreadIsAskedAndNoLongerInterrupted() {
        stop.during(asked::incrementAndGet, () -> {
            Thread.currentThread().interrupt();
            assertFalse(stop.endsHere());
            return null;
        });
        assertFalse(Thread.interrupted());
        assertEquals(1, asked.get());
    }

    @Test
    void controlCOfTheShellsTerminalReachesTheCommandAloneAndNoLongerThanItRuns() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().type("dumb")
                .streams(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()).build()) {
            AtomicInteger others = new AtomicInteger();
            terminal.handle(Signal.INT, signal -> others.incrementAndGet());
            try (TerminalInterrupts interrupts = TerminalInterrupts.to(stop, terminal)) {
                stop.during(asked::incrementAndGet, () -> {
                    terminal.raise(Signal.INT);
                    return null;
                });
            }
            assertEquals(1, asked.get());
            assertEquals(0, others.get());
            terminal.raise(Signal.INT);
            assertEquals(1, asked.get());
            assertEquals(1, others.get());
        }
        assertNull(TerminalInterrupts.to(stop, null));
    }
}
