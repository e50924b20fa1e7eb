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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values that a kernel's source offers. */
class ValueTraceTest {

    private static final int TOKENS = 5;
    private static final int HEADS = 2;
    private static final int WIDTH = 8;

    /** A part with the layer {@code block.0}. */
    private static final class Whole extends Layer {

        private final Attending block;

        Whole(LayerContext context) {
            super(context);
            block = child("block.0", new Attending(context));
        }
    }

    private static final class Attending extends Layer {

        private final Weight weight;
        private final BoundKernel kernel;

        Attending(LayerContext context) {
            super(context);
            weight = weight("qkv.weight", Init.normal(0.7), 3 * WIDTH, WIDTH);
            kernel = kernel("looked_at.py", Map.of("HEADS", HEADS), Map.of("w", weight), "x");
        }

        NDArray[] forward(NDArray x) {
            return runMany(kernel, x);
        }
    }

    private record Seen(String layer, String name, Shape shape, float[] values) {}

    @Test
    void valuesAreToldWithLayerAndNameAndResultsStayTheSameBits() {
        try (NDManager manager = Torch.manager(); Whole part = part(manager); NDManager scope = manager.newSubManager()) {
            NDArray x = scope.randomNormal(new Shape(1, TOKENS, WIDTH));
            NDArray[] plain = part.block.forward(x);
            List<Seen> seen = new ArrayList<>();
            NDArray[] traced = traced(part, x, Set.of("attention", "twice", "elsewhere"), seen);
            assertEquals(List.of("block.0 attention", "block.0 twice"), seen.stream().map(s -> s.layer() + " " + s.name()).toList());
            assertEquals(2, traced.length);
            for (int i = 0; i < 2; i++) {
                assertArrayEquals(plain[i].toFloatArray(), traced[i].toFloatArray());
                assertEquals(scope, traced[i].getManager());
            }
            assertArrayEquals(plain[1].toFloatArray(), seen.get(1).values());
        }
    }

    /** A softmax in double of products of queries and keys that are computed here from the weight. */
    @Test
    void attentionIsTheSoftmaxOfQueriesTimesKeys() {
        try (NDManager manager = Torch.manager(); Whole part = part(manager); NDManager scope = manager.newSubManager()) {
            NDArray x = scope.randomNormal(new Shape(1, TOKENS, WIDTH));
            List<Seen> seen = new ArrayList<>();
            traced(part, x, Set.of("attention"), seen);
            assertEquals(new Shape(1, HEADS, TOKENS, TOKENS), seen.get(0).shape());
            float[] tokens = x.toFloatArray();
            float[] weight = part.block.weight.array().toFloatArray();
            for (int head = 0; head < HEADS; head++) {
                for (int query = 0; query < TOKENS; query++) {
                    double[] expected = row(tokens, weight, head, query);
                    double sum = 0;
                    for (int key = 0; key < TOKENS; key++) {
                        float found = seen.get(0).values()[(head * TOKENS + query) * TOKENS + key];
                        assertEquals(expected[key], found, 1e-5);
                        sum += found;
                    }
                    assertEquals(1, sum, 1e-5);
                }
            }
        }
    }

    private static double[] row(float[] tokens, float[] weight, int head, int query) {
        int width = WIDTH / HEADS;
        double[] row = new double[TOKENS];
        double all = 0;
        for (int key = 0; key < TOKENS; key++) {
            double product = 0;
            for (int i = 0; i < width; i++) {
                product += projected(tokens, weight, query, head * width + i)
                        * projected(tokens, weight, key, WIDTH + head * width + i);
            }
            row[key] = Math.exp(product / Math.sqrt(width));
            all += row[key];
        }
        for (int key = 0; key < TOKENS; key++) {
            row[key] /= all;
        }
        return row;
    }

    private static double projected(float[] tokens, float[] weight, int token, int output) {
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            sum += (double) tokens[token * WIDTH + i] * weight[output * WIDTH + i];
        }
        return sum;
    }

    @Test
    void nothingIsToldOutsideOfATraceAndAfterOneThatFailed() {
        try (NDManager manager = Torch.manager(); Whole part = part(manager); NDManager scope = manager.newSubManager()) {
            NDArray x = scope.randomNormal(new Shape(1, TOKENS, WIDTH));
            List<Seen> seen = new ArrayList<>();
            assertThrows(IllegalStateException.class, () -> ValueTrace.of(Set.of("twice"), listener(seen), () -> {
                throw new IllegalStateException("the work fails");
            }));
            part.block.forward(x);
            assertEquals(List.of(), seen);
        }
    }

    @Test
    void trainingIsNotTraced() {
        try (NDManager manager = Torch.manager(); Whole part = part(manager); NDManager scope = manager.newSubManager()) {
            part.mode(Mode.TRAIN);
            List<Seen> seen = new ArrayList<>();
            traced(part, scope.randomNormal(new Shape(1, TOKENS, WIDTH)), Set.of("twice"), seen);
            assertEquals(List.of(), seen);
        }
    }

    @Test
    void valuesAreFreedUnlessTheyAreTaken() {
        try (NDManager manager = Torch.manager(); Whole part = part(manager); NDManager scope = manager.newSubManager()) {
            NDArray x = scope.randomNormal(new Shape(1, TOKENS, WIDTH));
            List<NDArray> kept = new ArrayList<>();
            ValueTrace.of(Set.of("attention", "twice"), (layer, name, value) -> {
                if (name.equals("twice")) {
                    value.attach(manager);
                }
                kept.add(value);
            }, () -> part.block.forward(x));
            assertTrue(kept.get(0).isReleased());
            assertEquals(TOKENS * WIDTH, kept.get(1).toFloatArray().length);
            assertEquals(3, scope.getManagedArrays().size(), "the input and two results");
        }
    }

    private static NDArray[] traced(Whole part, NDArray x, Set<String> names, List<Seen> seen) {
        return ValueTrace.of(names, listener(seen), () -> part.block.forward(x));
    }

    private static ValueTrace.Listener listener(List<Seen> seen) {
        return (layer, name, value) -> seen.add(new Seen(layer.path(), name, value.getShape(), value.toFloatArray()));
    }

    private static Whole part(NDManager manager) {
        return new Whole(new LayerContext(new PartContext(manager, Precision.FP32, 3)));
    }
}
