package glad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTest {

    private static final Map<String, Object> CONSTANTS = Map.of("FACTOR", 2.0, "REPEAT", 3);

    @Test
    void computesWithConstantsLoopsAndItsOwnFunctions() {
        try (NDManager manager = Torch.manager()) {
            Kernel kernel = new Kernels(manager).get(KernelTest.class, "affine.py", CONSTANTS);
            NDArray[] out = kernel.many(false, manager.create(new float[] {1, 2}), manager.create(3f), manager.create(0.5f));
            assertArrayEquals(new float[] {7.5f, 13.5f}, out[0].toFloatArray());
            assertEquals(137f / 128, out[1].toFloatArray()[0], "7.5 / 7 rounded to bfloat16");
        }
    }

    @Test
    void gradientsReachTheCallersArrays() {
        try (NDManager manager = Torch.manager()) {
            Kernel kernel = new Kernels(manager).get(KernelTest.class, "affine.py", CONSTANTS);
            NDArray w = manager.create(new float[] {3, 4});
            w.setRequiresGradient(true);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                NDArray y = kernel.many(true, manager.create(new float[] {1, 2}), w, manager.create(0.5f))[0];
                collector.backward(y.sum());
            }
            assertArrayEquals(new float[] {2, 4}, w.getGradient().toFloatArray());
        }
    }

    @Test
    void resultsBelongToTheManagerOfTheFirstArgument() {
        try (NDManager manager = Torch.manager(); NDManager frame = manager.newSubManager()) {
            Kernel kernel = new Kernels(manager).get(KernelTest.class, "affine.py", CONSTANTS);
            NDArray weight = manager.create(3f);
            NDArray bias = manager.create(1f);
            NDArray[] out = kernel.many(false, frame.create(1f), weight, bias);
            assertEquals(frame, out[0].getManager());
            assertEquals(frame, out[1].getManager());
        }
    }

    @Test
    void aConstantCannotHaveTheNameOfANumberType() {
        try (NDManager manager = Torch.manager()) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> new Kernels(manager).get(KernelTest.class, "affine.py", Map.of("BF16", false)));
            assertTrue(e.getMessage().contains("[BF16], which are names of number types"), e.getMessage());
        }
    }

    @Test
    void aMissingConstantIsNamed() {
        try (NDManager manager = Torch.manager()) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> new Kernels(manager).get(KernelTest.class, "affine.py", Map.of("FACTOR", 2.0)));
            assertTrue(e.getMessage().contains("$REPEAT"), e.getMessage());
        }
    }
}
