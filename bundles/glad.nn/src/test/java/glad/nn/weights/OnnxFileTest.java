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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {

    @TempDir
    private Path folder;

    @Test
    void matricesOfLinearLayersGetTheirNamesAndTheirOrderBack() throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), model());
        try (WeightFile weights = WeightFile.open(file); NDManager manager = Torch.manager()) {
            assertEquals("ONNX", weights.format());
            assertEquals(List.of("layer.0.bias", "layer.0.dense.weight"), List.copyOf(weights.tensors().keySet()));
            NDArray matrix = weights.read("layer.0.dense.weight", manager);
            assertEquals(new Shape(3, 2), matrix.getShape());
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, matrix.toFloatArray());
            assertArrayEquals(new float[] {7, 8, 9}, weights.read("layer.0.bias", manager).toFloatArray());
        }
    }

    @Test
    void aModelInAnArchiveIsReadWhereItLies() throws IOException {
        Path archive = folder.resolve("artefact.jar");
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.putNextEntry(new ZipEntry("inner/model.onnx"));
            zip.write(model());
            zip.closeEntry();
        }
        try (WeightFile weights = WeightFile.open(archive); NDManager manager = Torch.manager()) {
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, weights.read("layer.0.dense.weight", manager).toFloatArray());
        }
    }

    @Test
    void whateverIsCutOrChangedIsRefusedOrRead() throws IOException {
        byte[] whole = model();
        Path file = folder.resolve("model.onnx");
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = i < whole.length ? Arrays.copyOf(whole, i) : whole.clone();
            for (int change = 0; change < 3 && i >= whole.length; change++) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try (WeightFile weights = WeightFile.open(file); NDManager manager = Torch.manager()) {
                weights.tensors().keySet().forEach(name -> weights.read(name, manager).close());
            } catch (GladException e) {
                assertTrue(e.getMessage().contains("model.onnx"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 100, refused + " of 400");
    }

    @Test
    void aTensorInAnotherFileIsNamed() throws IOException {
        byte[] tensor = message(number(1, 4), number(2, 1), text(8, "far"));
        Path file = Files.write(folder.resolve("model.onnx"), message(number(1, 6), bytes(7, bytes(5, tensor))));
        String message = assertThrows(GladException.class, () -> WeightFile.open(file)).getMessage();
        assertTrue(message.contains("tensor \"far\" of 4 elements") && message.contains("other files"), message);
    }

    /** A layer with a bias of 3 and a matrix of 2 inputs and 3 outputs, as PyTorch exports them. */
    private static byte[] model() {
        byte[] bias = message(number(1, 3), number(2, 1), text(8, "layer.0.bias"), bytes(9, floats(7, 8, 9)));
        byte[] matrix = message(bytes(1, new byte[] {2, 3}), number(2, 1), text(8, "onnx::MatMul_12"), bytes(9, floats(1, 2, 3, 4, 5, 6)));
        byte[] node = message(text(1, "input"), text(1, "onnx::MatMul_12"), text(2, "out"), text(3, "/layer.0/dense/MatMul"),
                text(4, "MatMul"));
        return message(number(1, 6), text(2, "pytorch"), bytes(7, message(bytes(1, node), bytes(5, bias), bytes(5, matrix))));
    }

    private static byte[] floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static byte[] number(int field, int value) {
        return new byte[] {(byte) (field << 3), (byte) value};
    }

    private static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int field, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field << 3 | 2);
        int length = value.length;
        while (length > 127) {
            out.write(length & 127 | 128);
            length >>= 7;
        }
        out.write(length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }
}
