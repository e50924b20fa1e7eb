package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import glad.nn.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Writes safetensors files; a reader never sees half a file. */
public final class SafetensorsWriter {

    /** How floating-point arrays are stored. */
    public enum Storage {
        /** In 32 bits. */
        F32,
        /** Rounded to IEEE half precision. */
        F16,
        /** Rounded to bfloat16. */
        BF16
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
        List<TensorInfo> infos = new ArrayList<>();
        tensors.forEach((name, array) ->
                infos.add(new TensorInfo(name, dtype(array.getDataType(), storage), array.getShape())));
        write(file, infos, metadata, info -> encode(tensors.get(info.name()), info.dtype()), bytes -> { });
    }

    /**
     * Copies a weight file of any format, tensor by tensor; no more than one tensor is in memory at a time.
     *
     * @param from the tensors
     * @param to where; its folder is made if missing
     * @param storage how floating-point tensors of any width are stored, or null to keep each as it is
     * @param written is told now and then how many bytes of tensors are written so far
     * @return how many bytes of tensors were written
     * @throws GladException if a tensor can't be read or the file can't be written
     */
    public static long convert(WeightFile from, Path to, Storage storage, LongConsumer written) {
        List<TensorInfo> infos = from.tensors().values().stream().map(info -> storage == null || !info.floating() ? info
                : new TensorInfo(info.name(), storage.name(), info.shape())).toList();
        Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));
        metadata.putAll(from.metadata());
        try (NDManager manager = Torch.manager()) {
            return write(to, infos, metadata, info -> {
                TensorInfo stored = from.tensors().get(info.name());
                if (stored.dtype().equals(info.dtype()) || stored.bytes() == 0) {
                    return from.bytes(stored);
                }
                try (NDArray array = from.borrow(info.name(), manager)) {
                    return encode(array, info.dtype());
                }
            }, written);
        }
    }

    private static long write(Path file, List<TensorInfo> infos, Map<String, String> metadata,
            Function<TensorInfo, ByteBuffer> data, LongConsumer written) {
        try {
            WholeFile.write(file, aside -> {
                long total = 0;
                try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                    put(out, header(infos, metadata));
                    for (TensorInfo info : infos) {
                        put(out, data.apply(info));
                        total += info.bytes();
                        written.accept(total);
                    }
                }
            });
            return infos.stream().mapToLong(TensorInfo::bytes).sum();
        } catch (IOException e) {
            throw GladException.failure("weight file \"" + file + "\" can't be written: " + Reason.of(e)
                    + "; check the folder and the free space", e);
        }
    }

    private static ByteBuffer header(List<TensorInfo> infos, Map<String, String> metadata) {
        ObjectNode root = new JsonMapper().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (TensorInfo info : infos) {
            ObjectNode node = root.putObject(info.name()).put("dtype", info.dtype());
            Arrays.stream(info.shape().getShape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + info.bytes());
            offset += info.bytes();
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

    private static ByteBuffer encode(NDArray array, String dtype) {
        return switch (dtype) {
            case "F16" -> encodeAs(DataType.FLOAT16, array);
            case "F32" -> encodeAs(DataType.FLOAT32, array);
            case "BF16" -> {
                ByteBuffer wide = encodeAs(DataType.FLOAT32, array);
                ByteBuffer out = ByteBuffer.allocate(wide.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
                while (out.hasRemaining()) {
                    out.putShort(bfloat16(wide.getFloat()));
                }
                yield out.flip();
            }
            default -> array.toByteBuffer(false);
        };
    }

    private static ByteBuffer encodeAs(DataType type, NDArray array) {
        try (NDArray converted = array.toType(type, true)) {
            return converted.toByteBuffer(false);
        }
    }

    /** Returns the nearest bfloat16, ties to even: the upper half of the rounded float. */
    private static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        int tie = bits >>> 16 & 1;
        return (short) (Float.isNaN(value) ? 0x7fc0 : bits + 0x7fff + tie >>> 16);
    }

    private static void put(FileChannel out, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            out.write(data);
        }
    }
}
