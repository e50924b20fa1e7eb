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
 * @param loss computes a scalar below the given manager, the same for the same parameters
 */
public record GradientCheck(List<Parameter> parameters, Function<NDManager, NDArray> loss) {

    /** Asserts that some entry of every learned parameter has a gradient that is neither 0 nor NaN. */
    public void reachesEveryParameter() {
        gradients(() -> {
            for (Parameter parameter : parameters) {
                if (parameter.learned()) {
                    double size = norm(parameter.array().getGradient());
                    Assertions.assertTrue(size > 0 && size < Double.POSITIVE_INFINITY,
                            "gradient of " + parameter.name() + " has norm " + size);
                }
            }
        });
    }

    /**
     * Asserts that the derivative along a parameter's own gradient is the gradient's norm, as central differences see it.
     *
     * @param name the parameter
     * @param step length of the step along the normalised gradient
     * @param tolerance largest relative difference
     */
    public void agreesWithDifferences(String name, double step, double tolerance) {
        Parameter parameter =
                parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
        float[][] gradient = new float[1][];
        gradients(() -> gradient[0] = parameter.array().getGradient().toFloatArray());
        double norm = 0;
        for (float g : gradient[0]) {
            norm += (double) g * g;
        }
        norm = Math.sqrt(norm);
        float[] start = parameter.array().toFloatArray();
        double slope = (at(parameter, start, gradient[0], step / norm) - at(parameter, start, gradient[0], -step / norm))
                / (2 * step);
        at(parameter, start, gradient[0], 0);
        Assertions.assertEquals(1, slope / norm, tolerance,
                name + ": gradient norm " + norm + ", differences say " + slope);
    }

    private double at(Parameter parameter, float[] start, float[] direction, double step) {
        float[] moved = new float[start.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (start[i] + step * direction[i]);
        }
        try (NDManager scope = parameter.array().getManager().newSubManager()) {
            parameter.assign(scope.create(moved, parameter.shape()));
            return loss.apply(scope).toFloatArray()[0];
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

    private static double norm(NDArray array) {
        double sum = 0;
        for (float value : array.toFloatArray()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
