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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("w.safetensors");
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            tensors.put("a.weight", manager.create(new float[] {1, -2.5f, 3e-8f, 65504}, new Shape(2, 2)));
            tensors.put("count", manager.create(new long[] {7}));
            SafetensorsWriter.write(file, tensors, Map.of("made_by", "test"), SafetensorsWriter.Storage.F32);
            try (Safetensors read = Safetensors.open(file)) {
                assertEquals("test", read.metadata().get("made_by"));
                assertArrayEquals(new float[] {1, -2.5f, 3e-8f, 65504}, read.read("a.weight", manager).toFloatArray());
                assertEquals(new Shape(2, 2), read.tensors().get("a.weight").shape());
                assertArrayEquals(new long[] {7}, read.read("count", manager).toLongArray());
            }
        }
    }

    @Test
    void halvesAreExactAndFloatsRoundToTheNearestEvenHalf() {
        Path file = folder.resolve("half.safetensors");
        try (NDManager manager = Torch.manager()) {
            float[] values = {1.0f + 0x1p-11f, 1.0f + 3 * 0x1p-11f, 65504, 65520, -0x1p-24f, 0x1p-26f};
            SafetensorsWriter.write(file, Map.of("a", manager.create(values)), Map.of(), SafetensorsWriter.Storage.F16);
            try (Safetensors read = Safetensors.open(file)) {
                assertEquals("F16", read.tensors().get("a").dtype());
                assertArrayEquals(new float[] {1, 1 + 0x1p-9f, 65504, Float.POSITIVE_INFINITY, -0x1p-24f, 0},
                        read.read("a", manager).toFloatArray());
            }
        }
    }

    @Test
    void aHeaderWhoseLengthLooksLikeAPickleIsStillAHeader() {
        Path file = folder.resolve("w.safetensors");
        try (NDManager manager = Torch.manager()) {
            for (int filler = 0; filler < 700; filler += 4) {
                SafetensorsWriter.write(file, Map.of("a", manager.create(new float[] {3})), Map.of("x", "y".repeat(filler)),
                        SafetensorsWriter.Storage.F32);
                try (WeightFile read = WeightFile.open(file)) {
                    assertEquals(3, read.read("a", manager).toFloatArray()[0]);
                }
            }
        }
    }

    @Test
    void everyTruncationIsOneClearError() throws IOException {
        Path file = folder.resolve("w.safetensors");
        try (NDManager manager = Torch.manager()) {
            SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(10))), Map.of(), SafetensorsWriter.Storage.F32);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Path cut = folder.resolve("cut.safetensors");
            Files.write(cut, Arrays.copyOf(whole, length));
            GladException e = assertThrows(GladException.class, () -> Safetensors.open(cut).close());
            assertTrue(e.getMessage().contains("cut.safetensors") && e.getMessage().contains("damaged"), e.getMessage());
        }
    }

    @Test
    void overlappingTensorsAreRefused() throws IOException {
        assertFault("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "overlap");
    }

    @Test
    void shapesThatOverflowAreRefused() throws IOException {
        assertFault("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", 8, "more than");
        assertFault("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "shape");
    }

    private void assertFault(String header, int data, String expected) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = folder.resolve("bad.safetensors");
        Files.write(file, bytes.array());
        GladException e = assertThrows(GladException.class, () -> Safetensors.open(file).close());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
