package glad.train.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.api.Box;
import glad.api.Image;
import org.junit.jupiter.api.Test;

class AppearanceTest {

    private final Image image = new Image(2, 1, new byte[] {100, 0, 0, (byte) 200, (byte) 200, (byte) 200});

    @Test
    void mirroringChangesImageAndBoxAlike() {
        Appearance mirrored = new Appearance(false, true, 1);
        assertArrayEquals(new byte[] {(byte) 200, (byte) 200, (byte) 200, 100, 0, 0}, mirrored.of(image).rgb());
        assertEquals(new Box(0.25, 0.1, 0.25, 0.3), mirrored.of(new Box(0.5, 0.1, 0.25, 0.3)));
    }

    @Test
    void greyHasTheWeightsOfBt601() {
        assertArrayEquals(new byte[] {30, 30, 30, (byte) 200, (byte) 200, (byte) 200},
                new Appearance(true, false, 1).of(image).rgb());
    }

    @Test
    void brightnessEndsAtWhite() {
        assertArrayEquals(new byte[] {(byte) 150, 0, 0, (byte) 255, (byte) 255, (byte) 255},
                new Appearance(false, false, 1.5).of(image).rgb());
    }
}
