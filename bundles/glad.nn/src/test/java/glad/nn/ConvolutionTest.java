package glad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convolution.py} against sums in double that Java computes. */
class ConvolutionTest {

    /** What calls, or could call, a convolution of libtorch: its operators in kernels, DJL's blocks in Java. */
    private static final Pattern OTHER_WAYS = Pattern.compile(
            "\\b(torch|ops)\\.\\w*conv(\\d|olution|_transpose|_tbc|_depthwise)\\w*|ai\\.djl\\.nn\\.convolutional");

    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        kernels = new Kernels(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A convolution and its answers: x (B, C, S, S), w (D, C, k, k). */
    private record Case(int batch, int in, int side, int out, int k, int stride, int padding) {

        int rows() {
            return (side + 2 * padding - k) / stride + 1;
        }

        Shape input() {
            return new Shape(batch, in, side, side);
        }

        Shape weight() {
            return new Shape(out, in, k, k);
        }

        Shape output() {
            return new Shape(batch, out, rows(), rows());
        }

        @Override
        public String toString() {
            return batch + " x " + in + "->" + out + " channels, side " + side + ", " + k + "x" + k + ", stride " + stride;
        }

        /** Calls a visitor with the indices in x, w and the result of each product. */
        void products(Visitor visitor) {
            int rows = rows();
            for (int n = 0; n < batch; n++) {
                for (int d = 0; d < out; d++) {
                    for (int c = 0; c < in; c++) {
                        for (int cell = 0; cell < rows * rows; cell++) {
                            for (int tap = 0; tap < k * k; tap++) {
                                int i = cell / rows * stride + tap / k - padding;
                                int j = cell % rows * stride + tap % k - padding;
                                if (i >= 0 && j >= 0 && i < side && j < side) {
                                    visitor.product(((n * in + c) * side + i) * side + j, (d * in + c) * k * k + tap,
                                            (n * out + d) * rows * rows + cell);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private interface Visitor {

        void product(int x, int w, int y);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valuesAndGradientsAreRightWhateverTheChannels(boolean bf16) {
        int[] widths = {1, 2, 3, 8, 12, 20, 24, 40, 16};
        for (int batch : new int[] {1, 3}) {
            for (int width : widths) {
                for (int other : new int[] {width, 20, 16}) {
                    check(new Case(batch, width, 6, other, 3, 1, 1), bf16, false);
                    check(new Case(batch, other, 6, width, 3, 1, 1), bf16, true);
                }
                check(new Case(batch, width, 7, width + 4, 3, 2, 1), bf16, false);
                check(new Case(batch, width, 8, 2 * width, 2, 2, 0), bf16, false);
                check(new Case(batch, width, 5, 8, 1, 1, 0), bf16, false);
            }
            check(new Case(batch, 3, 16, 20, 8, 8, 0), bf16, false);
            check(new Case(batch, 64, 4, 12, 3, 1, 1), bf16, false);
        }
    }

    private void check(Case which, boolean bf16, boolean oneDnn) {
        Random random = new Random(7);
        float[] x = coarse(which.input(), random);
        float[] w = coarse(which.weight(), random);
        float[] b = coarse(new Shape(which.out()), random);
        float[] slope = coarse(which.output(), random);
        double[] y = new double[slope.length];
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        double[] db = new double[b.length];
        int cells = which.rows() * which.rows();
        for (int i = 0; i < y.length; i++) {
            y[i] = b[i / cells % b.length];
            db[i / cells % b.length] += slope[i];
        }
        which.products((i, j, at) -> {
            y[at] += (double) x[i] * w[j];
            dx[i] += (double) slope[at] * w[j];
            dw[j] += (double) slope[at] * x[i];
        });
        Kernel kernel = kernels.get(ConvolutionTest.class, "convolved.py",
                Map.of("ROUNDED", bf16, "STRIDE", List.of(which.stride(), which.stride()),
                        "PADDING", List.of(which.padding(), which.padding()), "ONEDNN", oneDnn && Torch.oneDnn()));
        double tolerance = bf16 ? 1e-2 : 1e-6;
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = scope.create(x, which.input());
            NDArray weight = scope.create(w, which.weight());
            NDArray bias = scope.create(b, new Shape(which.out()));
            near(which + ": result", y, kernel.one(false, input, weight, bias), tolerance);
            List<NDArray> all = List.of(input, weight, bias);
            all.forEach(array -> array.setRequiresGradient(true));
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                NDArray result = kernel.one(true, input, weight, bias);
                near(which + ": result in training", y, result, tolerance);
                collector.backward(result.mul(scope.create(slope, which.output())).sum());
            }
            near(which + ": gradient of the input", dx, input.getGradient(), tolerance);
            near(which + ": gradient of the weight", dw, weight.getGradient(), tolerance);
            near(which + ": gradient of the bias", db, bias.getGradient(), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFilterForEachChannelIsAFullOneOfZerosElsewhere(boolean bf16) {
        Kernel depthwise = kernels.get(ConvolutionTest.class, "depthwise_convolved.py", Map.of("ROUNDED", bf16));
        Kernel full = kernels.get(ConvolutionTest.class, "full_convolved.py", Map.of());
        for (int batch : new int[] {1, 3}) {
            for (int channels : new int[] {1, 8, 20, 24, 16, 96}) {
                Random random = new Random(channels);
                NDArray[] inputs = {array(random, batch, channels, 6, 7), array(random, channels, 1, 3, 3), array(random, channels)};
                NDArray[] expected = withGradients(full, inputs);
                NDArray[] actual = withGradients(depthwise, inputs);
                for (int i = 0; i < expected.length; i++) {
                    near(batch + " x " + channels + " channels, array " + i, doubles(expected[i]), actual[i], bf16 ? 1e-2 : 1e-6);
                }
            }
        }
    }

    private NDArray array(Random random, long... shape) {
        return manager.create(coarse(new Shape(shape), random), new Shape(shape));
    }

    /** Returns a result and the gradients of the sum of its values times slopes. */
    private NDArray[] withGradients(Kernel kernel, NDArray... inputs) {
        NDArray[] own = Stream.of(inputs).map(NDArray::duplicate).toArray(NDArray[]::new);
        Stream.of(own).forEach(input -> input.setRequiresGradient(true));
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray result = kernel.one(true, own);
            NDArray slopes = manager.create(coarse(result.getShape(), new Random(1)), result.getShape());
            collector.backward(result.mul(slopes).sum());
            return new NDArray[] {result, own[0].getGradient(), own[1].getGradient(), own[2].getGradient()};
        }
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static void near(String what, double[] expected, NDArray actual, double tolerance) {
        float[] values = actual.toFloatArray();
        assertEquals(expected.length, values.length, what);
        double gap = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            gap += (values[i] - expected[i]) * (values[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        double share = Math.sqrt(gap / norm);
        assertTrue(share <= tolerance, () -> what + " is off by " + share + " of its norm, tolerance " + tolerance);
    }

    /** Values that bfloat16 holds as they are. */
    private static float[] coarse(Shape shape, Random random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextInt(33) - 16) / 16f;
        }
        return values;
    }

    @Test
    void aSampleIsTheSameBitsAloneAndInABatch() {
        for (int[] channels : new int[][] {{3, 32}, {16, 8}, {12, 40}}) {
            Case three = new Case(3, channels[0], 16, channels[1], 3, 1, 1);
            Random random = new Random(3);
            NDArray x = manager.create(coarse(three.input(), random), three.input()).div(3);
            NDArray w = manager.create(coarse(three.weight(), random), three.weight()).div(7);
            NDArray b = manager.zeros(new Shape(channels[1]));
            Kernel kernel = kernels.get(ConvolutionTest.class, "convolved.py", Map.of("ROUNDED", false, "STRIDE", List.of(1, 1),
                    "PADDING", List.of(1, 1), "ONEDNN", Torch.oneDnn()));
            float[] together = kernel.one(false, x, w, b).toFloatArray();
            float[] alone = kernel.one(false, x.get("1:2"), w, b).toFloatArray();
            assertArrayEquals(alone, Arrays.copyOfRange(together, alone.length, 2 * alone.length), three.toString());
        }
    }

    @Test
    void noBundlesSourceConvolvesInAnotherWay() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("cnf"))) {
            root = root.getParent();
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<String> sources = files.filter(f -> f.toString().matches(".*/src/main/.*\\.(py|java)")).filter(f -> {
                String path = f.toString();
                return !path.contains("/target/") && !path.contains("/benchmarks/src/") && OTHER_WAYS.matcher(read(f)).find();
            }).map(f -> f.getFileName().toString()).sorted().toList();
            // operators.py is the known-answer test of libtorch's own.
            assertEquals(List.of("convolution.py", "operators.py"), sources, "include convolution.py, see docs/KERNELS.md");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
