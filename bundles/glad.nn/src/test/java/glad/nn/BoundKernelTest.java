package glad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Mode;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundKernelTest {

    private static final Map<String, Object> CONSTANTS = Map.of("FACTOR", 2.0, "REPEAT", 3);

    private final NDManager manager = Torch.manager();

    @AfterEach
    void free() {
        manager.close();
    }

    /** A layer whose kernel, {@code forward(x, w, b)}, is given some of its three weights under some names. */
    private static final class Affine extends Layer {

        private final BoundKernel kernel;

        Affine(NDManager manager, List<String> parameters, String... arrays) {
            super(new LayerContext(new PartContext(manager, Precision.FP32, 1)));
            Map<String, Weight> weights = new HashMap<>();
            for (String parameter : parameters) {
                weights.put(parameter, weight("layer." + parameter, Init.constant(parameter.equals("w") ? 3 : 0.5)));
            }
            kernel = kernel("affine.py", CONSTANTS, weights, arrays);
        }

        float[] forward(NDArray... arrays) {
            return runMany(kernel, arrays)[0].toFloatArray();
        }
    }

    private String refused(List<String> parameters, String... arrays) {
        return assertThrows(IllegalArgumentException.class, () -> new Affine(manager, parameters, arrays)).getMessage();
    }

    @Test
    void weightsGoWhereTheirNamesSayInWhateverOrderTheyAreDeclared() {
        NDArray x = manager.create(new float[] {1, 2});
        for (List<String> order : List.of(List.of("w", "b"), List.of("b", "w"))) {
            assertArrayEquals(new float[] {7.5f, 13.5f}, new Affine(manager, order, "x").forward(x));
        }
    }

    @Test
    void arraysOfTheCallFillTheOtherParametersInOrder() {
        NDArray x = manager.create(new float[] {1, 2});
        assertArrayEquals(new float[] {9, 15}, new Affine(manager, List.of("w"), "x", "b").forward(x, manager.create(1f)));
        assertArrayEquals(new float[] {11.5f, 21.5f}, new Affine(manager, List.of("b"), "x", "w").forward(x, manager.create(5f)));
        Affine affine = new Affine(manager, List.of("w", "b"), "x");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> affine.forward(x, x));
        assertEquals("kernel affine takes 1 arrays beside its weights, got 2", e.getMessage());
    }

    @Test
    void whatTheKernelDoesNotTakeOrMissesIsRefusedWhenTheLayerIsMade() {
        assertEquals("kernel affine: nothing is given for \"b\"; name what forward(x, w, b) takes", refused(List.of("w"), "x"));
        assertEquals("kernel affine: nothing is given for \"b\"; the weight \"bias\" is no parameter; name what forward(x, w, b) takes",
                refused(List.of("w", "bias"), "x"));
        assertEquals("kernel affine: the array \"y\" is no parameter; name what forward(x, w, b) takes",
                refused(List.of("w", "b"), "x", "y"));
        assertTrue(refused(List.of("w", "b"), "x", "b").contains("the array \"b\" is a weight too"));
    }

    @Test
    void arraysInAnotherOrderAndAWeightInTheFirstPlaceAreRefused() {
        assertEquals("kernel affine: arrays are given as \"b, x\", their order is \"x, b\"; name what forward(x, w, b) takes",
                refused(List.of("w"), "b", "x"));
        assertEquals("kernel affine: the first parameter is the weight \"x\", expected an array, whose manager gets the results;"
                + " name what forward(x, w, b) takes", refused(List.of("x"), "w", "b"));
    }

    /** A layer whose kernel's factor is another in training. */
    private static final class Moody extends Layer {

        private final BoundKernel kernel;

        Moody(NDManager manager, Map<Mode, Object> factors) {
            super(new LayerContext(new PartContext(manager, Precision.FP32, 1)));
            kernel = kernel("affine.py", mode -> Map.of("FACTOR", factors.get(mode), "REPEAT", 3), Map.of(), "x", "w", "b");
        }

        float first(NDArray array) {
            return runMany(kernel, array, array, array)[0].toFloatArray()[0];
        }
    }

    @Test
    void aModeHasTheKernelOfItsConstants() {
        NDArray one = manager.ones(new Shape(1));
        Moody layer = new Moody(manager, Map.of(Mode.INFER, 2.0, Mode.TRAIN, 5.0, Mode.FIXED, 7.0));
        for (Map.Entry<Mode, Float> expected : List.of(Map.entry(Mode.INFER, 5f), Map.entry(Mode.TRAIN, 8f), Map.entry(Mode.FIXED, 10f), Map.entry(Mode.INFER, 5f))) {
            layer.mode(expected.getKey());
            assertEquals(expected.getValue(), layer.first(one));
        }
    }

    /** Two kernels from one map of constants, to which the second's are added. */
    private static final class Growing extends Layer {

        private final BoundKernel kernel;

        Growing(NDManager manager) {
            super(new LayerContext(new PartContext(manager, Precision.FP32, 1)));
            Map<String, Object> constants = new HashMap<>(Map.of("FACTOR", 2.0, "REPEAT", 3));
            kernel = kernel("affine.py", constants, Map.of(), "x", "w", "b");
            constants.put("OTHER", 1);
        }
    }

    @Test
    void constantsAreThoseOfTheCallHoweverLateAModeIsCompiled() {
        Growing layer = new Growing(manager);
        layer.mode(Mode.TRAIN);
        NDArray one = manager.ones(new Shape(1));
        assertEquals(5, layer.runMany(layer.kernel, one, one, one)[0].getFloat());
    }

    @Test
    void aKernelOfInferenceThatDoesNotCompileIsRefusedWhenTheLayerIsMadeAndOthersWhenTheyAreWanted() {
        assertThrows(IllegalArgumentException.class, () -> new Moody(manager, Map.of(Mode.INFER, "unknown", Mode.TRAIN, 5.0)));
        Moody layer = new Moody(manager, Map.of(Mode.INFER, 2.0, Mode.TRAIN, "unknown"));
        layer.mode(Mode.TRAIN);
        NDArray one = manager.ones(new Shape(1));
        assertThrows(IllegalArgumentException.class, () -> layer.first(one));
    }
}
