package glad.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Image;
import org.junit.jupiter.api.Test;

class HeatTest {

    private final Image black = new Image(64, 64, new byte[64 * 64 * 3]);

    /** One in the second row and third column of four by four. */
    private static float[] one(float value) {
        float[] values = new float[16];
        values[4 * 1 + 2] = value;
        return values;
    }

    @Test
    void theLargestValueIsYellowAndZeroDark() {
        Image drawn = new Heat(one(0.2f), 4).over(black);
        assertEquals(64, drawn.width());
        assertTrue(drawn.sample(40, 24, 0) > 150 && drawn.sample(40, 24, 1) > 150, "bright yellow in the cell");
        assertTrue(drawn.sample(24, 40, 0) < 20, "dark where the value is 0, and rows aren't columns");
    }

    @Test
    void withAFullValueMapsAreOnOneScale() {
        assertTrue(new Heat(one(0.2f), 4, 1).over(black).sample(40, 24, 1) < 60, "a fifth of the full value isn't yellow");
        assertTrue(new Heat(one(3), 4, 1).over(black).sample(40, 24, 1) > 150, "more than full is full");
    }

    @Test
    void onlyTheNamedPartOfAnImageIsCovered() {
        Image drawn = new Heat(one(1), 4).over(black, 32, 0, 64, 32);
        assertEquals(0, drawn.sample(31, 12, 0));
        assertTrue(drawn.sample(63, 12, 0) > 0);
        assertEquals(0, drawn.sample(63, 33, 0));
    }

    @Test
    void valuesThatDontFillTheGridAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Heat(new float[15], 4));
    }
}
