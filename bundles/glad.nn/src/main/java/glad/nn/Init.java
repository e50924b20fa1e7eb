package glad.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.osgi.annotation.versioning.ConsumerType;

/** How a parameter's first values are drawn. Deterministic: the same seed, name and shape give the same values. */
@FunctionalInterface
@ConsumerType
public interface Init {

    /** All zero. */
    Init ZEROS = (shape, random) -> new float[size(shape)];

    /** All one. */
    Init ONES = constant(1);

    /**
     * Draws values.
     *
     * @param shape the parameter's shape
     * @param random seeded for this parameter
     * @return row-major values
     */
    float[] draw(Shape shape, Random random);

    /** Returns an initialiser that fills with one value. */
    static Init constant(double value) {
        return (shape, random) -> {
            float[] values = new float[size(shape)];
            java.util.Arrays.fill(values, (float) value);
            return values;
        };
    }

    /** Returns a normal distribution cut at two standard deviations, mean 0. */
    static Init normal(double std) {
        return (shape, random) -> {
            float[] values = new float[size(shape)];
            for (int i = 0; i < values.length; i++) {
                double z;
                do {
                    z = random.nextGaussian();
                } while (Math.abs(z) > 2);
                values[i] = (float) (z * std);
            }
            return values;
        };
    }

    /** Returns a uniform distribution on [-a, a] with {@code a = gain * sqrt(3 / fanIn)}: variance gain^2 / fanIn. */
    static Init fanIn(double gain) {
        return (shape, random) -> {
            double a = gain * Math.sqrt(3.0 / Math.max(1, shape.slice(1).size()));
            float[] values = new float[size(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * random.nextDouble() - 1) * a);
            }
            return values;
        };
    }

    /**
     * Returns a uniform distribution of variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio, 2010), as used for the
     * matrices of MAE and for the convolutions of the box heads.
     */
    static Init xavier() {
        return (shape, random) -> {
            double in = shape.slice(1).size();
            double out = in / shape.get(1) * shape.get(0);
            return fanIn(Math.sqrt(2 * in / (in + out))).draw(shape, random);
        };
    }

    private static int size(Shape shape) {
        return Math.toIntExact(shape.size());
    }
}
