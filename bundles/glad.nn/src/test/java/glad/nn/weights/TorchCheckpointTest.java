package glad.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.nn.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files under {@code checkpoints/} were written by {@code torch.save} of PyTorch 1.13; {@code .old} is the stream format. */
class TorchCheckpointTest {

    static Path file(String name) {
        try {
            return Path.of(TorchCheckpointTest.class.getResource("/checkpoints/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types.old.pth"})
    void readsEveryTypeAndStride(String name) {
        try (WeightFile file = WeightFile.open(file(name)); NDManager manager = Torch.manager()) {
            float[] count = {0, 1, 2, 3, 4};
            for (String type : List.of("float16", "bfloat16", "float32")) {
                assertArrayEquals(count, file.read("d." + type, manager).toFloatArray(), type);
            }
            assertArrayEquals(new double[] {0, 1, 2, 3, 4}, file.read("d.float64", manager).toDoubleArray());
            for (String type : List.of("int8", "uint8", "int16", "int32")) {
                assertArrayEquals(new int[] {0, 1, 2, 3, 4}, file.read("d." + type, manager).toIntArray(), type);
            }
            assertArrayEquals(new long[] {0, 1, 2, 3, 4}, file.read("d.int64", manager).toLongArray());
            assertArrayEquals(new boolean[] {true, false, true}, file.read("d.bool", manager).toBooleanArray());
            assertEquals("BF16", file.tensors().get("d.bfloat16").dtype());

            NDArray whole = file.read("w", manager);
            assertEquals(new Shape(4, 6), whole.getShape());
            assertEquals(23, whole.toFloatArray()[23]);
            NDArray transposed = file.read("t", manager);
            assertEquals(new Shape(6, 4), transposed.getShape());
            assertArrayEquals(whole.transpose().toFloatArray(), transposed.toFloatArray());
            assertArrayEquals(new float[] {6, 8, 10, 12, 14, 16}, file.read("row", manager).toFloatArray());
            assertArrayEquals(new float[] {18, 19, 20, 21, 22, 23}, file.read("tail", manager).toFloatArray());
            assertEquals(new Shape(), file.tensors().get("scalar").shape());
            assertEquals(2.5f, file.read("scalar", manager).getFloat());
            assertEquals(new Shape(0, 3), file.read("empty", manager).getShape());
            assertArrayEquals(new float[] {1, 1, 1, 1}, file.read("p", manager).toFloatArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested.pth", "nested.old.pth", "train.pth", "train.old.pth", "protocol4.bin"})
    void findsTheStateDictWhereverItLies(String name) {
        try (WeightFile file = WeightFile.open(file(name)); NDManager manager = Torch.manager()) {
            assertEquals(List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
                    "1.num_batches_tracked"), List.copyOf(file.tensors().keySet()));
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.read("0.weight", manager).toFloatArray());
            assertArrayEquals(new float[] {50, 51}, file.read("1.running_var", manager).toFloatArray());
            assertEquals(60, file.read("1.num_batches_tracked", manager).getLong());
        }
    }

    @Test
    void saysWhatItRead() {
        try (WeightFile zip = WeightFile.open(file("nested.pth")); WeightFile stream = WeightFile.open(file("train.old.pth"))) {
            assertEquals("PyTorch zip format, below \"net\"", zip.format());
            assertEquals("PyTorch stream format, below \"model\"", stream.format());
        }
    }

    @Test
    void readsFromABundlesStreamToo() throws IOException {
        try (InputStream in = TorchCheckpointTest.class.getResourceAsStream("/checkpoints/types.pth");
                WeightFile file = WeightFile.read("types", in); NDManager manager = Torch.manager()) {
            assertArrayEquals(new float[] {6, 8, 10, 12, 14, 16}, file.read("row", manager).toFloatArray());
            assertArrayEquals(new float[] {0, 1, 2, 3, 4}, file.read("d.bfloat16", manager).toFloatArray());
        }
    }

    @Test
    void whatIsReadOutlivesTheFile() {
        try (NDManager manager = Torch.manager()) {
            NDArray read;
            try (WeightFile file = WeightFile.open(file("types.pth"))) {
                read = file.read("w", manager);
            }
            read.addi(1);
            assertEquals(24, read.toFloatArray()[23]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace.pth", "namespace.old.pth"})
    void objectsBesideTheStateDictAreSkippedAndNamed(String name) {
        try (WeightFile file = WeightFile.open(file(name)); NDManager manager = Torch.manager()) {
            assertEquals(Map.of("args", "argparse.Namespace"), file.skipped());
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.read("0.weight", manager).toFloatArray());
        }
    }

    @Test
    void refusesWhatIsNoStateDict() {
        assertRefused("module.pth", "\"torch.nn.modules.container.Sequential\"");
        assertRefused("script.pt", "TorchScript program");
    }

    private static void assertRefused(String name, String expected) {
        GladException e = assertThrows(GladException.class, () -> WeightFile.open(file(name)).close());
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains(expected), e.getMessage());
    }
}
