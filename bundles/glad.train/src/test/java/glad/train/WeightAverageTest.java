package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

    /** Two learned parameters and a statistic, all of which begin with ones. */
    private static final class Toy extends Layer {

        Toy(NDManager manager) {
            super(new LayerContext(new PartContext(manager, Precision.FP32, 1)));
            weight("a", Init.ONES, 2);
            weight("b", Init.ONES, 1);
            buffer("mean", Init.ONES, 1);
            constant("fixed", Init.ONES, 1);
        }
    }

    private final NDManager manager = Torch.manager();
    private final Map<String, Parameter> parameters = new TreeMap<>();

    @AfterEach
    void free() {
        manager.close();
    }

    private WeightAverage average(double decay) {
        new Toy(manager).parameters().forEach(p -> parameters.put(p.name(), p));
        return new WeightAverage(parameters, decay, manager);
    }

    private void set(String name, float... values) {
        // In place, as an optimiser does it.
        NDArray array = parameters.get(name).array();
        array.muli(0).addi(manager.create(values));
    }

    @Test
    void followsTheParametersByItsDecayAndFasterAtFirst() {
        try (WeightAverage average = average(0.4)) {
            double[] expected = {1, 1};
            for (int update = 1; update <= 20; update++) {
                float a = update * update;
                set("a", a, -a);
                set("mean", a);
                average.take(update);
                double stays = Math.min(0.4, (1.0 + update) / (10 + update));
                expected[0] = stays * expected[0] + (1 - stays) * a;
                expected[1] = stays * expected[1] - (1 - stays) * a;
            }
            float[] found = average.averages().get("a").toFloatArray();
            assertEquals(expected[0], found[0], 1e-4 * expected[0]);
            assertEquals(expected[1], found[1], -1e-4 * expected[1]);
            assertEquals(expected[0], average.averages().get("mean").toFloatArray()[0], 1e-4 * expected[0]);
            assertArrayEquals(new float[] {1}, average.averages().get("b").toFloatArray());
            assertEquals(3, average.averages().size(), "what follows from options has no average");
        }
    }

    @Test
    void takesThePlaceOfTheParametersAndGivesItBackToTheBit() {
        try (WeightAverage average = average(0.9)) {
            set("b", 1 / 3f);
            parameters.get("b").array().setRequiresGradient(true);
            average.take(1);
            float averaged = average.averages().get("b").toFloatArray()[0];
            average.swap();
            assertEquals(averaged, parameters.get("b").array().toFloatArray()[0]);
            average.swap();
            assertEquals(1 / 3f, parameters.get("b").array().toFloatArray()[0]);
            assertEquals(averaged, average.averages().get("b").toFloatArray()[0]);
        }
    }

    @Test
    void noDecayKeepsNothing() {
        try (WeightAverage average = average(0)) {
            average.take(1);
            average.swap();
            assertEquals(Map.of(), average.averages());
        }
    }
}
