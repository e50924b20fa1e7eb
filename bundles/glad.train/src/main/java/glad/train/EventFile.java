package glad.train;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.media.ImageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's: records of a length, its check sum, an {@code Event} of protocol buffers and its check sum, as TensorFlow's
 * {@code record_writer.h} and {@code event.proto} document them. It begins with the mark of a start, by which TensorBoard forgets what an
 * earlier file of the folder holds from that step on.
 */
final class EventFile implements AutoCloseable {

    /** Numbers of fields in {@code event.proto} and {@code summary.proto}, with their wire types in the lowest three bits. */
    private static final int WALL_TIME = 1 << 3 | 1;
    private static final int STEP = 2 << 3;
    private static final int FILE_VERSION = 3 << 3 | 2;
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int SESSION_LOG = 7 << 3 | 2;
    private static final int STATUS = 1 << 3;
    private static final int STARTED = 1;
    private static final int VALUE = 1 << 3 | 2;
    private static final int TAG = 1 << 3 | 2;
    private static final int SIMPLE_VALUE = 2 << 3 | 5;
    private static final int IMAGE = 4 << 3 | 2;
    private static final int HEIGHT = 1 << 3;
    private static final int WIDTH = 2 << 3;
    private static final int COLOUR_SPACE = 3 << 3;
    private static final int RGB = 3;
    private static final int ENCODED = 4 << 3 | 2;
    /** What is added to a check sum after its bits were turned right by 15, so that sums of sums stay sums. */
    private static final int MASK = 0xa282ead8;

    private final Path file;
    private final FileChannel channel;

    /**
     * Begins a file.
     *
     * @param folder where; the name says when
     * @param step what earlier files hold from here on is void
     */
    EventFile(Path folder, long step) {
        long now = System.currentTimeMillis();
        file = folder.resolve("events.out.tfevents." + now / 1000 + "." + ProcessHandle.current().pid() + "." + step);
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw refused(e);
        }
        write(0, bytes(FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
        write(step, bytes(SESSION_LOG, number(STATUS, STARTED)));
    }

    private GladException refused(IOException e) {
        return GladException.failure("events \"" + file + "\" can't be written: " + Reason.of(e), e);
    }

    /** Writes a value of a curve. */
    void scalar(String tag, long step, double value) {
        ByteBuffer simple = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put((byte) SIMPLE_VALUE).putFloat((float) value);
        value(tag, step, simple.array());
    }

    /** Writes an image. */
    void image(String tag, long step, Image image) {
        value(tag, step, bytes(IMAGE, join(number(HEIGHT, image.height()), number(WIDTH, image.width()), number(COLOUR_SPACE, RGB),
                bytes(ENCODED, ImageFile.png(image)))));
    }

    private void value(String tag, long step, byte[] value) {
        write(step, bytes(SUMMARY, bytes(VALUE, join(bytes(TAG, tag.getBytes(StandardCharsets.UTF_8)), value))));
    }

    private void write(long step, byte[] what) {
        ByteBuffer time = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).put((byte) WALL_TIME)
                .putDouble(System.currentTimeMillis() / 1e3);
        byte[] event = join(time.array(), number(STEP, step), what);
        byte[] length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(event.length).array();
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + event.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(length).putInt(sum(length)).put(event).putInt(sum(event)).flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static int sum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static byte[] number(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, field);
        varint(out, value);
        return out.toByteArray();
    }

    private static byte[] bytes(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, field);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(e);
        }
    }
}
