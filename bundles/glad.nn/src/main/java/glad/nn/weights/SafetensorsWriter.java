package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors files: aside first, then renamed, so that a reader never sees half a file. */
public final class SafetensorsWriter {

    /** How fp32 arrays are stored. */
    public enum Storage {
        /** As they are. */
        F32,
        /** Rounded to IEEE half precision. */
        F16
    }

    private SafetensorsWriter() {}

    /**
     * Writes a file.
     *
     * @param file where; its folder is made if missing
     * @param tensors fp32, fp64, int32 or int64 arrays by name, stored in the map's order
     * @param metadata free texts to store beside them
     * @param storage how fp32 arrays are stored
     * @throws GladException if it can't be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata, Storage storage) {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                put(out, header(tensors, metadata, storage));
                for (NDArray array : tensors.values()) {
                    put(out, data(array, storage));
                }
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw GladException.failure("weight file \"" + file + "\" can't be written: " + e + "; check the folder and"
                    + " the free space", e);
        }
    }

    private static ByteBuffer header(Map<String, NDArray> tensors, Map<String, String> metadata, Storage storage) {
        ObjectNode root = new JsonMapper().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            NDArray array = entry.getValue();
            String dtype = dtype(array.getDataType(), storage);
            ObjectNode node = root.putObject(entry.getKey()).put("dtype", dtype);
            Arrays.stream(array.getShape().getShape()).forEach(node.putArray("shape")::add);
            long length = array.getShape().size() * (dtype.endsWith("16") ? 2 : dtype.endsWith("64") ? 8 : 4);
            node.putArray("data_offsets").add(offset).add(offset + length);
            offset += length;
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer out = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(json);
        while (out.hasRemaining()) {
            out.put((byte) ' ');
        }
        return out.flip();
    }

    private static String dtype(DataType type, Storage storage) {
        return switch (type) {
            case FLOAT32 -> storage.name();
            case FLOAT64 -> "F64";
            case INT32 -> "I32";
            case INT64 -> "I64";
            default -> throw new IllegalArgumentException("arrays of " + type + " aren't stored");
        };
    }

    private static ByteBuffer data(NDArray array, Storage storage) {
        if (array.getDataType() == DataType.FLOAT32 && storage == Storage.F16) {
            float[] values = array.toFloatArray();
            ByteBuffer out = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                out.putShort(Half.fromFloat(value));
            }
            return out.flip();
        }
        return array.toByteBuffer(false);
    }

    private static void put(FileChannel out, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            out.write(data);
        }
    }
}
