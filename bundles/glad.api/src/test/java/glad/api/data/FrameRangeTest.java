package glad.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Image;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FrameRangeTest {

    private boolean closed;

    /** Nine frames, the number of each in its pixel, and two more without boxes. */
    private final Frames nine = new Frames() {

        @Override
        public int count() {
            return 9;
        }

        @Override
        public int spare() {
            return 2;
        }

        @Override
        public Image frame(int index) {
            return new Image(1, 1, new byte[] {(byte) index, 0, 0});
        }

        @Override
        public void close() {
            closed = true;
        }
    };

    @Test
    void itsFramesCountFromItsFirstAndWhatIsBehindItIsSpare() throws IOException {
        try (Frames range = new FrameRange(nine, 3, 4)) {
            assertEquals(4, range.count());
            assertEquals(3, range.frame(0).rgb()[0]);
            assertEquals(6, range.frame(3).rgb()[0]);
            assertEquals(2 + 2, range.spare());
            assertThrows(IndexOutOfBoundsException.class, () -> range.frame(4));
            assertThrows(IndexOutOfBoundsException.class, () -> range.frame(-1));
        }
        assertTrue(closed);
    }
}
