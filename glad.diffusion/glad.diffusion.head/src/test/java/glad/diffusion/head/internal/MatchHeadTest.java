package glad.diffusion.head.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.nn.LayerContext;
import glad.nn.Torch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchHeadTest {

    private static final int SIDE = 16;
    private static final int TEMPLATE = 8;
    private static final int CHANNELS = 12;

    @Test
    void itFindsTheTargetWhereItIsAndInItsSize() {
        try (NDManager manager = Torch.manager();
                MatchHead head = new MatchHead(new LayerContext(new PartContext(manager, Precision.FP32, 1)), SIDE, TEMPLATE, 0.1, 0.97)) {
            Random random = new Random(3);
            float[] search = new float[SIDE * SIDE * CHANNELS];
            for (int i = 0; i < search.length; i++) {
                search[i] = random.nextFloat();
            }
            int left = 6;
            int top = 3;
            float[] template = new float[TEMPLATE * TEMPLATE * CHANNELS];
            for (int y = 0; y < TEMPLATE; y++) {
                for (int x = 0; x < TEMPLATE; x++) {
                    System.arraycopy(search, ((top + y) * SIDE + left + x) * CHANNELS, template, (y * TEMPLATE + x) * CHANNELS, CHANNELS);
                }
            }
            NDArray box = manager.create(new float[] {0.5f, 0.5f, 0.5f, 0.25f}, new Shape(1, 4));
            Tokens tokens = new Tokens(manager.create(template, new Shape(1, TEMPLATE * TEMPLATE, CHANNELS)),
                    manager.create(search, new Shape(1, SIDE * SIDE, CHANNELS)), null);
            Prediction found = head.forward(tokens, box, null);
            assertArrayEquals(new float[] {(left + 4f) / SIDE, (top + 4f) / SIDE, 0.25f, 0.125f}, found.boxes().toFloatArray(), 1e-5f);
            assertEquals(1, found.confidence().getFloat(), 1e-3);
            assertEquals(new Shape(1, 1, head.mapSide(), head.mapSide()), found.score().getShape());
        }
    }
}
