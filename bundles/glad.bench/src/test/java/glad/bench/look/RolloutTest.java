package glad.bench.look;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RolloutTest {

    private static final int TOKENS = 6;

    /** Row 2 of the product of 0.5 (A + I), the last layer first, multiplied out as matrices. */
    @Test
    void isARowOfTheProductOfLayersWithTheirInputs() {
        List<Weights> layers = List.of(layer(1), layer(2), layer(3));
        double[][] product = identity();
        for (Weights layer : layers) {
            double[][] mixed = identity();
            for (int i = 0; i < TOKENS; i++) {
                for (int j = 0; j < TOKENS; j++) {
                    mixed[i][j] = (mixed[i][j] + layer.at(0, i, j)) / 2;
                }
            }
            product = times(mixed, product);
        }
        double[] start = new double[TOKENS];
        start[2] = 1;
        double[] found = Rollout.of(layers, start);
        assertArrayEquals(product[2], found, 1e-9);
        assertEquals(1, Arrays.stream(found).sum(), 1e-6);
    }

    private static Weights layer(long seed) {
        Random random = new Random(seed);
        float[] values = new float[TOKENS * TOKENS];
        for (int row = 0; row < TOKENS; row++) {
            float sum = 0;
            for (int i = 0; i < TOKENS; i++) {
                values[row * TOKENS + i] = random.nextFloat();
                sum += values[row * TOKENS + i];
            }
            for (int i = 0; i < TOKENS; i++) {
                values[row * TOKENS + i] /= sum;
            }
        }
        return new Weights("layer", 1, TOKENS, TOKENS, values);
    }

    private static double[][] identity() {
        double[][] one = new double[TOKENS][TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[TOKENS][TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            for (int j = 0; j < TOKENS; j++) {
                for (int k = 0; k < TOKENS; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
