package glad.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.eval.Track;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesPerSecondTest {

    private static Track timed(int frames, double seconds) {
        List<Box> boxes = Collections.nCopies(frames, new Box(0, 0, 1, 1));
        return new Track("timed", boxes, boxes, List.of(), Collections.nCopies(frames, seconds));
    }

    @Test
    void dividesAllFramesByAllSeconds() {
        assertEquals(40, new FramesPerSecond().measure(timed(8, 0.025)), 1e-9);
        assertEquals(2 * 8 / (8 * 0.1 + 8 * 0.025),
                new FramesPerSecond().measure(List.of(timed(8, 0.1), timed(8, 0.025))), 1e-9);
    }

    @Test
    void isNoNumberWithoutTimes() {
        assertTrue(Double.isNaN(new FramesPerSecond().measure(timed(0, 1))));
        assertTrue(Double.isNaN(new FramesPerSecond().measure(List.of())));
    }
}
