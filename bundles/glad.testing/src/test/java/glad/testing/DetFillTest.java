package glad.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class DetFillTest {

    @Test
    void followsTheWorkedExamplesOfTheGoldens() {
        Shape conv = new Shape(256, 768, 3, 3);
        String name = "head.conv1_ctr.0.weight";
        assertArrayEquals(new double[] {Math.sqrt(3.0 / 6912), 0}, DetFill.kind(name, conv));
        float[] values = DetFill.uniform(name, conv, Math.sqrt(3.0 / 6912), 0);
        assertEquals(0x3844E30E, Float.floatToIntBits(values[0]));
        assertEquals(0xBB4748AA, Float.floatToIntBits(values[1]));
        assertEquals(0xBC05927F, Float.floatToIntBits(values[1769471]));
        float[] table = DetFill.uniform("encoder.pos_embed_s", new Shape(1, 256, 768), 0.05, 0);
        assertEquals(0xBD48D0BF, Float.floatToIntBits(table[196607]));
        float[] variance = DetFill.uniform("head.conv1_ctr.1.running_var", new Shape(256), 0.2, 1);
        assertEquals(0x3F6C5E03, Float.floatToIntBits(variance[1]));
    }
}
