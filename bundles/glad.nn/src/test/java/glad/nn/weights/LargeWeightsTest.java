package glad.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.nn.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files beyond 4 GiB, made of holes: runs "0" and "1" of 3 GiB of nothing, and "2" of two numbers; tensor "hole" has
 * all of "0", "edge" the end of "1", and "last" is "2".
 */
class LargeWeightsTest {

    private static final long HOLE = 3L << 30;

    @TempDir
    private Path folder;
    private Path path;
    private FileChannel out;

    @BeforeEach
    void create() throws IOException {
        path = folder.resolve("large");
        out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    @AfterEach
    void close() throws IOException {
        out.close();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(String latin) throws IOException {
        put(ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void put(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            out.write(data);
        }
    }

    private void skip(long bytes) throws IOException {
        out.position(out.position() + bytes);
    }

    private static String four(int value) {
        return new String(little(4).putInt(value).array(), StandardCharsets.ISO_8859_1);
    }

    private static String number(long value) {
        return "\u008a\u0008" + new String(little(8).putLong(value).array(), StandardCharsets.ISO_8859_1);
    }

    private static String text(String value) {
        return "X" + four(value.length()) + value;
    }

    private static String tensor(String name, String key, long whole, long offset, long size) {
        return text(name) + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text(key)
                + text("cpu") + number(whole) + "tQ" + number(offset) + number(size) + "\u0085K\u0001\u0085\u0089}tR";
    }

    private static String pickle() {
        return "\u0080\u0002}(" + tensor("hole", "0", HOLE / 4, 0, HOLE / 4) + tensor("edge", "1", HOLE / 4, HOLE / 4 - 2, 2)
                + tensor("last", "2", 2, 0, 2) + "u.";
    }

    private void assertReads() {
        try (WeightFile file = WeightFile.open(path); NDManager manager = Torch.manager()) {
            assertArrayEquals(new float[] {0, 0}, file.read("edge", manager).toFloatArray());
            assertArrayEquals(new float[] {1.5f, -2}, file.read("last", manager).toFloatArray());
            assertEquals(HOLE, file.tensors().get("hole").bytes());
            GladException e = assertThrows(GladException.class, () -> file.read("hole", manager));
            assertTrue(e.getMessage().contains("at most 2 GiB"), e.getMessage());
        }
    }

    @Test
    void safetensors() throws IOException {
        String header = "{\"hole\":{\"dtype\":\"F32\",\"shape\":[" + HOLE / 4 + "],\"data_offsets\":[0," + HOLE + "]},"
                + "\"edge\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + (2 * HOLE - 8) + "," + 2 * HOLE + "]},"
                + "\"last\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + 2 * HOLE + "," + (2 * HOLE + 8) + "]}}";
        put(little(8).putLong(header.length()).flip());
        put(header);
        skip(2 * HOLE);
        put(little(8).putFloat(1.5f).putFloat(-2).flip());
        assertReads();
    }

    @Test
    void streamFormat() throws IOException {
        put("\u0080\u0002\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019.\u0080\u0002" + number(1001)
                + ".\u0080\u0002}" + text("little_endian") + "\u0088s." + pickle()
                + "\u0080\u0002](" + text("0") + text("1") + text("2") + "e.");
        for (int i = 0; i < 2; i++) {
            put(little(8).putLong(HOLE / 4).flip());
            skip(HOLE);
        }
        put(little(16).putLong(2).putFloat(1.5f).putFloat(-2).flip());
        assertReads();
    }

    @Test
    void zipFormat() throws IOException {
        List<ByteBuffer> table = new ArrayList<>();
        String pickle = pickle();
        entry(table, "x/data.pkl", pickle.length());
        put(pickle);
        for (int i = 0; i < 2; i++) {
            entry(table, "x/data/" + i, HOLE);
            skip(HOLE);
        }
        entry(table, "x/data/2", 8);
        put(little(8).putFloat(1.5f).putFloat(-2).flip());
        long begin = out.position();
        for (ByteBuffer row : table) {
            put(row);
        }
        long end = out.position();
        put(little(56).putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0).putLong(4).putLong(4).putLong(end - begin)
                .putLong(begin).flip());
        put(little(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).flip());
        put(little(22).putInt(0x06054b50).putInt(0).putInt(0x00040004).putInt(-1).putInt(-1).putShort((short) 0).flip());
        assertReads();
    }

    /** Writes what stands before an entry's data, and keeps its row of the table: sizes and place in the 64-bit field. */
    private void entry(List<ByteBuffer> table, String name, long size) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        table.add(little(46 + bytes.length + 28).putInt(0x02014b50).position(20).putInt(-1).putInt(-1)
                .putShort((short) bytes.length).putShort((short) 28).position(42).putInt(-1).put(bytes).putShort((short) 1)
                .putShort((short) 24).putLong(size).putLong(size).putLong(out.position()).flip());
        put(little(30 + bytes.length).putInt(0x04034b50).position(26).putShort((short) bytes.length).putShort((short) 0)
                .put(bytes).flip());
    }
}
