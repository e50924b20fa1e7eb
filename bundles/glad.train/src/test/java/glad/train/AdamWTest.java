package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final AdamW.Settings SETTINGS =
            new AdamW.Settings(0.1, 0.9, 0.98, 0.05, false, 2,
            List.of(new ParameterGroup(new NamePattern("slow.*"), 0.1, null)));

    private static final class Toy extends Layer {
        Toy(LayerContext context) {
            super(context);
            weight("matrix", Init.fanIn(1), 2, 3);
            weight("slow.bias", Init.ONES, 3);
            buffer("count", Init.ZEROS, 1);
        }
    }

    private final NDManager manager = Torch.manager();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    AdamWTest() {
        Toy toy = new Toy(new LayerContext(new PartContext(manager, Precision.FP32, 3)));
        toy.parameters().forEach(p -> parameters.put(p.name(), p));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void followsTheFormulaWithDecayOnMatricesScaledRatesAndClipping() {
        Map<String, double[]> value = new HashMap<>();
        Map<String, double[]> mean = new HashMap<>();
        Map<String, double[]> square = new HashMap<>();
        try (AdamW adam = new AdamW(parameters, SETTINGS, manager)) {
            for (String name : new String[] {"matrix", "slow.bias"}) {
                value.put(name, values(name));
                mean.put(name, new double[value.get(name).length]);
                square.put(name, new double[value.get(name).length]);
            }
            for (int t = 1; t <= 3; t++) {
                double factor = 1.0 / t;
                collect(4);
                // The loss is 4 * sum(p^2) / 2, its gradient 4 p.
                double norm = Math.sqrt(value.values().stream().flatMapToDouble(java.util.Arrays::stream)
                        .map(p -> 16 * p * p).sum());
                assertEquals(norm, adam.step(factor), 1e-4);
                for (String name : value.keySet()) {
                    double rate = 0.1 * factor * (name.startsWith("slow") ? 0.1 : 1);
                    double decay = name.equals("matrix") ? 0.05 : 0;
                    double[] p = value.get(name);
                    for (int i = 0; i < p.length; i++) {
                        double g = 4 * p[i] * Math.min(1, 2 / norm);
                        double m = mean.get(name)[i] = 0.9 * mean.get(name)[i] + 0.1 * g;
                        double v = square.get(name)[i] = 0.98 * square.get(name)[i] + 0.02 * g * g;
                        p[i] *= 1 - rate * decay;
                        p[i] -= rate * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.98, t))) + 1e-8);
                    }
                    assertArrayEquals(p, values(name), 1e-5, name + " after update " + t);
                }
            }
        }
        assertEquals(0, parameters.get("count").array().getFloat());
    }

    @Test
    void aRestoredStateContinuesBitForBit() {
        double[] straight;
        Map<String, float[]> saved = new HashMap<>();
        Map<String, NDArray> start = new HashMap<>();
        try (AdamW adam = new AdamW(parameters, SETTINGS, manager)) {
            collect(1);
            adam.step(1);
            adam.state(manager).forEach((name, array) -> {
                NDArray copy = array.duplicate();
                copy.attach(manager);
                start.put(name, copy);
            });
            parameters.forEach((name, p) -> saved.put(name, p.array().toFloatArray()));
            collect(1);
            adam.step(1);
            straight = values("matrix");
        }
        parameters.forEach((name, p) -> p.assign(manager.create(saved.get(name), p.shape())));
        try (AdamW adam = new AdamW(parameters, SETTINGS, manager)) {
            adam.restore(start::get);
            assertEquals(1, adam.updates());
            collect(1);
            adam.step(1);
        }
        assertArrayEquals(straight, values("matrix"));
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        try (AdamW adam = new AdamW(parameters, SETTINGS, manager)) {
            collect(Float.POSITIVE_INFINITY);
            double[] before = values("matrix");
            assertFalse(Double.isFinite(adam.step(1)));
            assertArrayEquals(before, values("matrix"));
            assertEquals(0, adam.updates());
        }
    }

    private void collect(float factor) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray loss = scope.create(0f);
            for (String name : new String[] {"matrix", "slow.bias"}) {
                NDArray p = parameters.get(name).array();
                loss = loss.add(p.mul(p).sum().mul(factor / 2));
            }
            collector.backward(loss);
        }
    }

    private double[] values(String name) {
        float[] floats = parameters.get(name).array().toFloatArray();
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
