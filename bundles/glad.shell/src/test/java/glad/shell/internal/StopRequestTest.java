package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.shell.Progress;
import glad.shell.StopRequest;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
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
}
