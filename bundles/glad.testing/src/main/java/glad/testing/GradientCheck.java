package glad.testing;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import glad.api.model.Parameter;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;

/**
 * Compares the gradients of a part in training mode with differences of its loss.
 *
 * @param parameters the part's parameters
 * @param loss computes a scalar below the given manager, the same for the same parameters; fp32 or float64
 */
public record GradientCheck(List<Parameter> parameters, Function<NDManager, NDArray> loss) {

    /** Asserts that some entry of every learned parameter has a gradient that is neither 0 nor NaN. */
    public void reachesEveryParameter() {
        gradients(() -> {
            for (Parameter parameter : parameters) {
                if (parameter.learned()) {
                    float[] gradient = parameter.array().getGradient().toFloatArray();
                    double size = Math.sqrt(dot(gradient, gradient));
                    Assertions.assertTrue(size > 0 && size < Double.POSITIVE_INFINITY,
                            "gradient of " + parameter.name() + " has norm " + size);
                }
            }
        });
    }

    /**
     * Asserts that the derivative along a parameter's own gradient is the gradient's norm, as central differences of fourth
     * order see it. Their error falls with the step's fourth power, so that a step can be long enough to stand out from the
     * rounding of an fp32 network; a loss that sums in float64 adds none of its own.
     *
     * @param name the parameter
     * @param step length of the shorter step along the normalised gradient; the longer one is twice that
     * @param tolerance largest relative difference
     */
    public void agreesWithDifferences(String name, double step, double tolerance) {
        Parameter parameter = parameter(name);
        float[] gradient = gradient(name);
        double norm = Math.sqrt(dot(gradient, gradient));
        float[] start = parameter.array().toFloatArray();
        double near = at(parameter, start, gradient, step / norm) - at(parameter, start, gradient, -step / norm);
        double far = at(parameter, start, gradient, 2 * step / norm) - at(parameter, start, gradient, -2 * step / norm);
        double slope = (8 * near - far) / (12 * step);
        at(parameter, start, gradient, 0);
        Assertions.assertEquals(1, slope / norm, tolerance,
                name + ": gradient norm " + norm + ", differences say " + slope);
    }

    /** Returns the cosine of the angle between a parameter's gradients here and in another check. */
    public double cosine(String name, GradientCheck other) {
        float[] a = gradient(name);
        float[] b = other.gradient(name);
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private float[] gradient(String name) {
        float[][] gradient = new float[1][];
        gradients(() -> gradient[0] = parameter(name).array().getGradient().toFloatArray());
        return gradient[0];
    }

    private Parameter parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private double at(Parameter parameter, float[] start, float[] direction, double step) {
        float[] moved = new float[start.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (start[i] + step * direction[i]);
        }
        try (NDManager scope = parameter.array().getManager().newSubManager()) {
            parameter.assign(scope.create(moved, parameter.shape()));
            return Goldens.doubles(loss.apply(scope))[0];
        }
    }

    private void gradients(Runnable check) {
        NDManager owner = parameters.get(0).array().getManager();
        List<Parameter> learned = parameters.stream().filter(Parameter::learned).toList();
        learned.forEach(p -> p.array().setRequiresGradient(true));
        try (NDManager scope = owner.newSubManager()) {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.zeroGradients();
                collector.backward(loss.apply(scope));
            }
            check.run();
        } finally {
            learned.forEach(p -> p.array().setRequiresGradient(false));
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
