package glad.nn.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript module with tensors: a zip of stored entries with the code, a pickle (protocol 2) of the module's
 * attributes, and each tensor's bytes.
 */
public final class ModuleArchive {

    private static final String ROOT = "module/";

    private ModuleArchive() {}

    /**
     * Writes an archive.
     *
     * @param source the text of {@code __torch__.py}, which defines the class M
     * @param tensors M's tensor attributes by name; fp32, fp64, int32 or int64
     * @throws GladException if it can't be written
     */
    public static void write(Path file, String source, Map<String, NDArray> tensors) {
        try {
            WholeFile.write(file, aside -> write(source, tensors, aside));
        } catch (IOException e) {
            throw GladException.failure("module \"" + file + "\" can't be written: " + Reason.of(e)
                    + "; check the folder and the free space", e);
        }
    }

    private static void write(String source, Map<String, NDArray> tensors, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "code/__torch__.py", bytes(source));
            entry(zip, "data.pkl", pickle(tensors));
            entry(zip, "constants.pkl", ByteBuffer.wrap(new byte[] {(byte) 0x80, 2, ')', '.'}));
            entry(zip, "version", bytes("3\n"));
            int number = 0;
            for (NDArray array : tensors.values()) {
                entry(zip, "data/" + number++, array.toByteBuffer(false).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void entry(ZipOutputStream zip, String path, ByteBuffer content) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + path);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        entry.setSize(content.remaining());
        entry.setCompressedSize(content.remaining());
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        byte[] chunk = new byte[1 << 20];
        while (content.hasRemaining()) {
            int length = Math.min(chunk.length, content.remaining());
            content.get(chunk, 0, length);
            zip.write(chunk, 0, length);
        }
        zip.closeEntry();
    }

    /** The pickle of {@code M()} with its tensors and {@code training = False}. */
    private static ByteBuffer pickle(Map<String, NDArray> tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80);
        out.write(2);
        global(out, "__torch__", "M");
        out.write(')');
        out.write(0x81);
        out.write('}');
        out.write('(');
        int number = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            text(out, entry.getKey());
            tensor(out, entry.getValue(), number++);
        }
        text(out, "training");
        out.write(0x89);
        out.write('u');
        out.write('b');
        out.write('.');
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** A call of {@code torch._utils._rebuild_tensor_v2} on the storage of that number. */
    private static void tensor(ByteArrayOutputStream out, NDArray array, int number) {
        Shape shape = array.getShape();
        global(out, "torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        text(out, "storage");
        global(out, "torch", storage(array.getDataType()));
        text(out, Integer.toString(number));
        text(out, "cpu");
        integer(out, shape.size());
        out.write('t');
        out.write('Q');
        integer(out, 0);
        long[] strides = new long[shape.dimension()];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        tuple(out, shape.getShape());
        tuple(out, strides);
        out.write(0x89);
        global(out, "collections", "OrderedDict");
        out.write(')');
        out.write('R');
        out.write('t');
        out.write('R');
    }

    private static String storage(DataType type) {
        return switch (type) {
            case FLOAT32 -> "FloatStorage";
            case FLOAT64 -> "DoubleStorage";
            case INT32 -> "IntStorage";
            case INT64 -> "LongStorage";
            default -> throw new IllegalArgumentException("tensors of " + type + " aren't written");
        };
    }

    private static void global(ByteArrayOutputStream out, String module, String name) {
        out.writeBytes(('c' + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static void tuple(ByteArrayOutputStream out, long[] values) {
        out.write('(');
        for (long value : values) {
            integer(out, value);
        }
        out.write('t');
    }

    /** A 32-bit integer, or one of eight bytes. */
    private static void integer(ByteArrayOutputStream out, long value) {
        if (value == (int) value) {
            out.write('J');
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
        } else {
            out.write(0x8a);
            out.write(8);
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }
    }
}
