package glad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.Mode;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundedWeightTest {

    private static final float THIRD = 1 / 3f;
    /** 1/3 in bfloat16: eight bits of precision. */
    private static final float ROUNDED = 0.333984375f;

    /** y = w x. */
    private static final class Scale extends Layer {

        private final Weight factor = weight("factor", Init.constant(THIRD), 2);
        private final BoundKernel kernel = kernel("scaled.py", Map.of(), Map.of("w", factor), "x");
        private final Weight shift = buffer("shift", Init.constant(THIRD), 2);

        Scale(NDManager manager, Precision precision) {
            super(new LayerContext(new PartContext(manager, precision, 1)));
        }

        float[] forward(NDManager scope) {
            return run(kernel, scope.ones(factor.shape())).toFloatArray();
        }
    }

    private final NDManager manager = Torch.manager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void theMasterIsFreedAndTheResultsStay() {
        try (Scale layer = new Scale(manager, Precision.BF16)) {
            NDArray master = layer.factor.array();
            float[] before = layer.forward(manager);
            layer.factor.round();
            assertTrue(master.isReleased());
            assertArrayEquals(before, layer.forward(manager));
            layer.mode(Mode.INFER);
            assertArrayEquals(before, layer.forward(manager));
        }
    }

    @Test
    void whoAsksForTheMasterGetsTheRoundedValues() {
        try (Scale layer = new Scale(manager, Precision.BF16)) {
            layer.factor.round();
            assertArrayEquals(new float[] {ROUNDED, ROUNDED}, layer.factor.array().toFloatArray());
        }
    }

    @Test
    void newValuesTakeTheirPlace() {
        try (Scale layer = new Scale(manager, Precision.BF16)) {
            layer.factor.round();
            layer.factor.assign(manager.create(new float[] {2, 3}));
            assertArrayEquals(new float[] {2, 3}, layer.forward(manager));
            assertArrayEquals(new float[] {2, 3}, layer.factor.array().toFloatArray());
        }
    }

    @Test
    void trainingGoesOnFromTheRoundedValues() {
        try (Scale layer = new Scale(manager, Precision.BF16)) {
            layer.factor.round();
            layer.mode(Mode.TRAIN);
            assertArrayEquals(new float[] {ROUNDED, ROUNDED}, layer.forward(manager));
            layer.factor.array().addi(1);
            assertEquals(1.3359375f, layer.forward(manager)[0]);
            layer.mode(Mode.INFER);
            assertEquals(1.3359375f, layer.forward(manager)[0]);
        }
    }

    @Test
    void whatTrainsAndWhatComputesInFp32IsntRounded() {
        try (Scale exact = new Scale(manager, Precision.FP32); Scale training = new Scale(manager, Precision.BF16)) {
            training.mode(Mode.TRAIN);
            for (Weight weight : new Weight[] {exact.factor, training.factor, training.shift}) {
                NDArray master = weight.array();
                weight.round();
                assertSame(master, weight.array());
                assertEquals(THIRD, weight.array().getFloat(0));
            }
            training.mode(Mode.INFER);
            NDArray buffer = training.shift.array();
            training.shift.round();
            assertSame(buffer, training.shift.array());
            NDArray master = training.factor.array();
            training.factor.round();
            assertNotSame(master, training.factor.array());
        }
    }
}
