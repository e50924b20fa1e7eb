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
        Path path = folder().resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(path), () -> "skipped: no goldens at " + path + " (set GLAD_GOLDENS)");
        return new Goldens(Safetensors.open(path), manager.newSubManager());
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
