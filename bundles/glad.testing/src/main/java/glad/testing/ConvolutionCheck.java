package glad.testing;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * Compares a layer that convolves, and its gradients, with a kernel that computes the same in float64 by sums of products over
 * cells. Differences are norms, as fractions of what is expected: the convolutions that this guards against are off by a tenth and
 * more (glad.nn's convolution.py says which). In bfloat16 the gradients of inputs and filters alone are compared: those of norms
 * and biases are sums that rounding takes more from.
 *
 * @param layer the layer, or the one that holds it
 * @param parameters those that take part, in the order of the reference's arguments
 * @param forward runs it on the inputs; the results are compared in order
 */
public record ConvolutionCheck(Layer layer, List<Parameter> parameters, Function<NDArray[], NDArray[]> forward) {

    /** Channels that leave a block of 16 unfilled, and two numbers that don't. */
    public static final int[] WIDTHS = {1, 3, 8, 20, 40, 16, 32};

    /** Checks a layer with all of its own parameters. */
    public ConvolutionCheck(Layer layer, Function<NDArray[], NDArray[]> forward) {
        this(layer, layer.parameters(), forward);
    }

    /** Convolves (B, C, H, W) by (D, C, k, k) with bias (D), in products over cells; in the arrays' own precision. */
    public static NDArray convolve(Kernels kernels, NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return kernels.get(ConvolutionCheck.class, "reference_conv.py",
                Map.of("STRIDE", stride, "PADDING", List.of(padding, padding, padding, padding))).one(false, x, weight, bias);
    }

    /** Returns the largest difference that rounding explains. */
    private static double tolerance(Precision precision, int depth) {
        return precision == Precision.FP32 ? 2e-6 * depth : 6e-3 * depth;
    }

    /**
     * Fills the parameters, then compares results in inference.
     *
     * @param kernels keeps what compares from one check to the next
     * @param reference a kernel of this class's resources: inputs and parameters in order to results
     * @param precision the layer's
     * @param depth how many convolutions follow one another, at most
     * @param inputs the shapes of the inputs
     */
    public void results(Kernels kernels, String reference, Map<String, ?> constants, Precision precision, int depth,
            Shape... inputs) {
        check(kernels, reference, constants, precision, depth, false, inputs);
    }

    /** Fills the parameters, then compares results in training and the gradients of inputs and learned parameters. */
    public void gradients(Kernels kernels, String reference, Map<String, ?> constants, Precision precision, int depth,
            Shape... inputs) {
        check(kernels, reference, constants, precision, depth, true, inputs);
    }

    private void check(Kernels kernels, String reference, Map<String, ?> constants, Precision precision, int depth,
            boolean train, Shape... inputs) {
        double tolerance = tolerance(precision, depth);
        try (NDManager scope = parameters.get(0).array().getManager().newSubManager()) {
            Kernel exact = kernels.get(ConvolutionCheck.class, reference, constants);
            Kernel wide = kernels.get(ConvolutionCheck.class, "float64.py", Map.of());
            Kernel loss = kernels.get(ConvolutionCheck.class, "weighted_sum.py", Map.of());
            Random random = new Random(1);
            for (Parameter parameter : parameters) {
                parameter.assign(scope.create(values(parameter, random), parameter.shape()));
            }
            NDArray[] given = Stream.of(inputs).map(shape -> scope.create(coarse(shape, 1, 0, random), shape))
                    .toArray(NDArray[]::new);
            List<NDArray> own = new ArrayList<>(List.of(given));
            parameters.forEach(parameter -> own.add(parameter.array()));
            // Before the layer runs: training updates buffers.
            NDArray[] doubles = own.stream().map(array -> wide.one(true, array)).toArray(NDArray[]::new);
            layer.mode(train ? Mode.TRAIN : Mode.INFER);
            if (!train) {
                NDArray[] expected = exact.many(false, doubles);
                NDArray[] actual = forward.apply(given);
                for (int i = 0; i < expected.length; i++) {
                    double[] wanted = expected[i].toDoubleArray();
                    near("result " + i, wanted, wide.one(false, actual[i]).toDoubleArray(), norm(wanted), tolerance);
                }
                return;
            }
            List<String> names = new ArrayList<>(Stream.of(given).map(input -> "input").toList());
            List<NDArray> variables = new ArrayList<>(List.of(given));
            List<NDArray> wide64 = new ArrayList<>(List.of(doubles).subList(0, given.length));
            for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = parameters.get(i);
                if (parameter.learned() && (precision == Precision.FP32 || parameter.shape().dimension() == 4)) {
                    names.add(parameter.name());
                    variables.add(parameter.array());
                    wide64.add(doubles[given.length + i]);
                }
            }
            List<double[]> wanted = slopes(scope, exact, wide, loss, doubles, wide64, new Random(2));
            List<double[]> got = slopes(scope, null, wide, loss, given, variables, new Random(2));
            int results = wanted.size() - names.size();
            // A gradient that vanishes, as a bias's before normalisation, is small beside the largest, not beside itself.
            double largest = wanted.stream().skip(results).mapToDouble(ConvolutionCheck::norm).max().orElseThrow();
            for (int i = 0; i < wanted.size(); i++) {
                String what = i < results ? "result in training" : "gradient of " + names.get(i - results);
                double floor = i < results ? 0 : 0.05 * largest;
                near(what, wanted.get(i), got.get(i), Math.max(norm(wanted.get(i)), floor), tolerance);
            }
        } finally {
            layer.mode(Mode.INFER);
        }
    }

    /** Returns the results and the gradients of a random linear function of them, by the kernel or, if null, by the layer. */
    private List<double[]> slopes(NDManager scope, Kernel kernel, Kernel wide, Kernel loss, NDArray[] arguments,
            List<NDArray> variables, Random random) {
        List<double[]> all = new ArrayList<>();
        variables.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.zeroGradients();
            NDArray[] results = kernel == null ? forward.apply(arguments) : kernel.many(true, arguments);
            NDArray sum = null;
            for (NDArray result : results) {
                all.add(wide.one(true, result).toDoubleArray());
                Shape shape = result.getShape();
                NDArray weights = scope.create(coarse(shape, 1, 0, random), shape);
                NDArray part = loss.one(true, result, kernel == null ? weights : wide.one(true, weights));
                sum = sum == null ? part : sum.add(part);
            }
            collector.backward(sum);
        }
        variables.forEach(array -> all.add(wide.one(true, array.getGradient()).toDoubleArray()));
        variables.forEach(array -> array.setRequiresGradient(false));
        return all;
    }

    private static void near(String what, double[] expected, double[] actual, double scale, double tolerance) {
        Assertions.assertEquals(expected.length, actual.length, what + ": length");
        double[] gap = new double[expected.length];
        for (int i = 0; i < gap.length; i++) {
            gap[i] = actual[i] - expected[i];
        }
        double share = norm(gap) / scale;
        Assertions.assertTrue(share <= tolerance, () -> what + " is off by " + share + " of its norm, tolerance " + tolerance);
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static float[] values(Parameter parameter, Random random) {
        Shape shape = parameter.shape();
        if (parameter.name().endsWith("num_batches_tracked")) {
            return new float[Math.toIntExact(shape.size())];
        }
        if (parameter.name().endsWith("running_var") || shape.dimension() == 1 && parameter.name().endsWith("weight")) {
            return coarse(shape, 0.25, 0.75, random);
        }
        if (parameter.name().endsWith(".1.bias")) {
            // What ReLU clips is then rare: rounding to its other side would change gradients as a wrong product does.
            return coarse(shape, 0.5, 4, random);
        }
        double fan = shape.dimension() > 1 ? shape.slice(1).size() : 4;
        return coarse(shape, Math.scalb(2, -Math.getExponent(Math.sqrt(fan))), 0, random);
    }

    /** Returns values that bfloat16 holds as they are: sixteen steps to either side of a centre. */
    private static float[] coarse(Shape shape, double reach, double centre, Random random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centre + reach * (random.nextInt(33) - 16) / 16);
        }
        return values;
    }
}
