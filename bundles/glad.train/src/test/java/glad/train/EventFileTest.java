package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Image;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads event files as TensorBoard does. */
class EventFileTest {

    @TempDir
    Path folder;

    @Test
    void recordsHaveCheckSumsAndEventsHaveTheirFields() throws IOException {
        try (EventFile events = new EventFile(folder, 40)) {
            events.scalar("tracker/loss", 300, 1.5);
            events.image("held-out", 300, new Image(2, 1, new byte[] {1, 2, 3, 4, 5, 6}));
        }
        List<byte[]> events = records();
        assertEquals(4, events.size());
        assertEvent(events.get(0), 0, HexFormat.of().parseHex("1a0d") , "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        assertEvent(events.get(1), 40, HexFormat.of().parseHex("3a02"), new byte[] {8, 1});
        byte[] tag = "tracker/loss".getBytes(StandardCharsets.UTF_8);
        ByteBuffer scalar = ByteBuffer.allocate(2 + 2 + tag.length + 5).order(ByteOrder.LITTLE_ENDIAN);
        scalar.put((byte) 0x0a).put((byte) (2 + tag.length + 5)).put((byte) 0x0a).put((byte) tag.length).put(tag).put((byte) 0x15).putFloat(1.5f);
        assertEvent(events.get(2), 300, new byte[] {0x2a, (byte) scalar.capacity()}, scalar.array());
        byte[] image = events.get(3);
        int png = new String(image, StandardCharsets.ISO_8859_1).indexOf("\u0089PNG");
        assertTrue(png > 0, "no PNG");
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, ImageFile.decode(Arrays.copyOfRange(image, png, image.length), "image").rgb());
    }

    /** Checks an event's step and what follows it. */
    private static void assertEvent(byte[] event, int step, byte[] field, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x09, bytes.get());
        assertEquals(System.currentTimeMillis() / 1e3, bytes.getDouble(), 60);
        assertEquals(0x10, bytes.get());
        int low = bytes.get() & 0xff;
        assertEquals(step, low < 128 ? low : low - 128 + 128 * bytes.get());
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        assertEquals(HexFormat.of().formatHex(field) + HexFormat.of().formatHex(content), HexFormat.of().formatHex(rest));
    }

    private List<byte[]> records() throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        assertTrue(file.getFileName().toString().startsWith("events.out.tfevents."), file.toString());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertEquals(masked(length), bytes.getInt());
            byte[] event = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
            bytes.get(event);
            assertEquals(masked(event), bytes.getInt());
            events.add(event);
        }
        return events;
    }

    /** The sum as crc32c.h of TensorFlow documents it: turned right by 15 bits, plus a constant. */
    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long sum = crc.getValue();
        return (int) ((sum >> 15 | sum << 17) + 0xa282ead8L);
    }
}
