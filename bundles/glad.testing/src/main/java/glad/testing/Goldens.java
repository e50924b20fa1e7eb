package glad.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import glad.nn.weights.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** One file of goldens: what the official network computes. */
public final class Goldens implements AutoCloseable {

    private final Safetensors file;
    private final NDManager manager;

    private Goldens(Safetensors file, NDManager manager) {
        this.file = file;
        this.manager = manager;
    }

    /** Opens goldens that lie in the test resources, under {@code /goldens/}. */
    public static Goldens resource(String name, NDManager manager) {
        try (InputStream in = Goldens.class.getResourceAsStream("/goldens/" + name)) {
            Assertions.assertNotNull(in, "no test resource /goldens/" + name);
            return new Goldens(Safetensors.read(name, in), manager.newSubManager());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens goldens too large for test resources, in {@code GLAD_GOLDENS} or {@code ../shared/goldens} beside the
     * checkout; the test is skipped, by name, where they are absent.
     */
    public static Goldens shared(String name, NDManager manager) {
        return new Goldens(Safetensors.open(sharedFile(name)), manager.newSubManager());
    }

    /** Returns a file below {@link #folder}; the test is skipped, by name, where it is absent. */
    public static Path sharedFile(String name) {
        Path path = folder().resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(path), () -> "skipped: no goldens at " + path + " (set GLAD_GOLDENS)");
        return path;
    }

    /**
     * Returns the names of the shared goldens that are there, sorted, so that a file dropped in is tested as well. Where there
     * is none, the result is the pattern itself: {@link #shared(String, NDManager)} then skips the test by that name.
     *
     * @param folder the folder below the goldens', for example {@code full}
     * @param pattern a regular expression for file names
     */
    public static List<String> found(String folder, String pattern) {
        Path path = folder().resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of(folder + "/" + pattern);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<String> names = files.map(f -> f.getFileName().toString()).filter(n -> n.matches(pattern)).sorted()
                    .map(n -> folder + "/" + n).toList();
            return names.isEmpty() ? List.of(folder + "/" + pattern) : names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folder of the shared goldens, which may not exist. */
    public static Path folder() {
        return shared("GLAD_GOLDENS", "goldens");
    }

    /** Returns the folder of shared real test data, {@code GLAD_TEST_DATA} or {@code ../shared/data}; may not exist. */
    public static Path data() {
        return shared("GLAD_TEST_DATA", "data");
    }

    private static Path shared(String variable, String name) {
        String set = System.getenv(variable);
        if (set != null) {
            return Path.of(set);
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("shared"))) {
            at = at.getParent();
        }
        return at == null ? Path.of("shared", name) : at.resolve("shared").resolve(name);
    }

    /** Tells whether a tensor is there. */
    public boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** Reads a tensor into the manager given when the file was opened. */
    public NDArray get(String name) {
        return file.read(name, manager);
    }

    /** Returns the weight file itself. */
    public Safetensors file() {
        return file;
    }

    /** Asserts that an array has the golden's shape and differs from it by at most the tolerance anywhere. */
    public void assertClose(String name, NDArray actual, double tolerance) {
        NDArray expected = get(name);
        Assertions.assertEquals(expected.getShape(), actual.getShape(), name + ": shape");
        assertClose(name, doubles(expected), doubles(actual), tolerance);
    }

    /**
     * Asserts what the file says about an array: {@code NAME} itself, or every so-many-th value of it under
     * {@code NAME.strided}, or where there is neither, {@code NAME.stats}: its mean, standard deviation and norm.
     *
     * @param tolerance largest difference of a value; of the statistics, relative to the standard deviation
     */
    public void assertMatches(String name, NDArray actual, double tolerance) {
        if (has(name)) {
            assertClose(name, actual, tolerance);
        } else if (has(name + ".strided")) {
            Assertions.assertArrayEquals(get(name + ".shape").toLongArray(), actual.getShape().getShape(), name + ": shape");
            int stride = (int) get(name + ".stride").toLongArray()[0];
            double[] all = doubles(actual);
            double[] some = IntStream.range(0, (all.length + stride - 1) / stride).mapToDouble(i -> all[i * stride]).toArray();
            assertClose(name + ".strided", doubles(get(name + ".strided")), some, tolerance);
        } else {
            double[] wanted = doubles(get(name + ".stats"));
            double[] own = stats(doubles(actual));
            for (int i = 0; i < own.length; i++) {
                double scale = i < 2 ? wanted[1] : wanted[2];
                Assertions.assertEquals(wanted[i], own[i], tolerance * scale, name + ".stats[" + i + "]");
            }
        }
    }

    /** Returns the standard deviation of a golden, as far as the file has it. */
    public double spread(String name) {
        return has(name + ".stats") ? doubles(get(name + ".stats"))[1]
                : stats(doubles(get(has(name) ? name : name + ".strided")))[1];
    }

    /** Returns mean, standard deviation and norm. */
    private static double[] stats(double[] values) {
        double mean = DoubleStream.of(values).sum() / values.length;
        double squares = DoubleStream.of(values).map(v -> v * v).sum();
        double variance = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
        return new double[] {mean, Math.sqrt(variance), Math.sqrt(squares)};
    }

    /** Asserts that two arrays differ by at most the tolerance anywhere. */
    public static void assertClose(String name, double[] expected, double[] actual, double tolerance) {
        Assertions.assertEquals(expected.length, actual.length, name + ": length");
        double worst = -1;
        int at = -1;
        for (int i = 0; i < expected.length; i++) {
            double gap = expected[i] == actual[i] ? 0 : Math.abs(expected[i] - actual[i]);
            if (Double.isNaN(gap) && Double.isNaN(expected[i]) && Double.isNaN(actual[i])) {
                gap = 0;
            }
            if (!(gap <= worst)) {
                worst = gap;
                at = i;
            }
        }
        if (!(worst <= tolerance)) {
            Assertions.fail(name + ": differs by " + worst + " at " + at + " (expected " + expected[at] + ", got "
                    + actual[at] + "), tolerance " + tolerance);
        }
    }

    /** Returns any numeric array as doubles. */
    public static double[] doubles(NDArray array) {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    @Override
    public void close() {
        manager.close();
        file.close();
    }
}
