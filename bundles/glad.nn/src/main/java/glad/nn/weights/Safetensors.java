package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: an 8-byte little-endian header length N, N bytes of JSON, then raw little-endian data. Files are
 * memory-mapped tensor by tensor, so that their size is bounded by the disk alone. The header is checked against the
 * file's length before anything is read, and tensors may neither overlap nor leave the file.
 */
public final class Safetensors implements AutoCloseable {

    private static final long MAX_HEADER = 100L << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final String source;
    private final FileChannel channel;
    private final ByteBuffer memory;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private Safetensors(String source, FileChannel channel, ByteBuffer memory) throws IOException {
        this.source = source;
        this.channel = channel;
        this.memory = memory;
        long size = channel != null ? channel.size() : memory.capacity();
        if (size < 8) {
            throw damaged("it has " + size + " bytes, a header needs at least 8");
        }
        long header = bytes(0, 8).getLong();
        if (header < 2 || header > MAX_HEADER || header > size - 8) {
            throw damaged("its header claims " + Long.toUnsignedString(header) + " bytes of the file's " + size);
        }
        ByteBuffer json = bytes(8, header);
        byte[] text = new byte[json.remaining()];
        json.get(text);
        metadata = new LinkedHashMap<>();
        tensors = parse(new String(text, StandardCharsets.UTF_8), 8 + header, size);
    }

    /**
     * Opens a file.
     *
     * @throws GladException if it is missing, cut short, or damaged, naming the file and the fault
     */
    public static Safetensors open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new Safetensors(file.toString(), channel, null);
        } catch (NoSuchFileException e) {
            throw GladException.failure("weight file \"" + file + "\" doesn't exist; check the path", e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw GladException.failure("weight file \"" + file + "\" can't be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Reads a whole stream into memory, for files that a bundle carries. The stream stays the caller's. */
    public static Safetensors read(String name, InputStream in) throws IOException {
        return new Safetensors(name, null, ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The first error says what is wrong.
        }
    }

    private Map<String, TensorInfo> parse(String text, long dataStart, long size) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw damaged("its header is no JSON");
        }
        if (root == null || !root.isObject()) {
            throw damaged("its header is no JSON object");
        }
        List<TensorInfo> list = new ArrayList<>();
        root.properties().forEach(entry -> {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                list.add(info(entry.getKey(), entry.getValue(), dataStart, size));
            }
        });
        List<TensorInfo> byPlace = new ArrayList<>(list);
        byPlace.sort((a, b) -> Long.compare(a.begin(), b.begin()));
        for (int i = 1; i < byPlace.size(); i++) {
            if (byPlace.get(i).begin() < byPlace.get(i - 1).end()) {
                throw damaged("tensors \"" + byPlace.get(i - 1).name() + "\" and \"" + byPlace.get(i).name() + "\" overlap");
            }
        }
        Map<String, TensorInfo> map = new LinkedHashMap<>();
        list.forEach(info -> map.put(info.name(), info));
        return map;
    }

    private TensorInfo info(String name, JsonNode node, long dataStart, long size) {
        JsonNode offsets = node.path("data_offsets");
        JsonNode dims = node.path("shape");
        if (!node.path("dtype").isTextual() || !dims.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw damaged("tensor \"" + name + "\" lacks dtype, shape or data_offsets");
        }
        String dtype = node.path("dtype").asText();
        int width = width(dtype);
        if (width == 0) {
            throw damaged("tensor \"" + name + "\" has the unknown type \"" + dtype + "\"");
        }
        long[] shape = new long[dims.size()];
        long expected = width;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.get(i).canConvertToLong() ? dims.get(i).longValue() : -1;
            if (shape[i] < 0) {
                throw damaged("tensor \"" + name + "\" has the shape " + dims);
            }
            try {
                expected = Math.multiplyExact(expected, shape[i]);
            } catch (ArithmeticException e) {
                throw damaged("tensor \"" + name + "\" has the shape " + dims + ", more than any file holds");
            }
        }
        long begin = offsets.get(0).canConvertToLong() ? offsets.get(0).longValue() : -1;
        long end = offsets.get(1).canConvertToLong() ? offsets.get(1).longValue() : -1;
        if (begin < 0 || end < begin || end > size - dataStart) {
            throw damaged("tensor \"" + name + "\" lies at bytes " + offsets + " of " + (size - dataStart)
                    + "; the file may be cut short");
        }
        if (end - begin != expected) {
            throw damaged("tensor \"" + name + "\" of shape " + dims + " and type " + dtype + " needs " + expected
                    + " bytes, the header gives it " + (end - begin));
        }
        return new TensorInfo(name, dtype, new Shape(shape), dataStart + begin, dataStart + end);
    }

    /** Returns the tensors by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Returns the free-text metadata of the file. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /**
     * Reads a tensor; F16 and BF16 become fp32, other types stay as they are.
     *
     * @param manager owner of the result, on its device
     * @throws GladException if there is no such tensor
     */
    public NDArray read(String name, NDManager manager) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw GladException.failure("weight file \"" + source + "\" has no tensor \"" + name + "\"");
        }
        int count = Math.toIntExact(info.shape().size());
        ByteBuffer data;
        try {
            data = bytes(info.begin(), info.end() - info.begin());
        } catch (IOException e) {
            throw GladException.failure("weight file \"" + source + "\" can't be read: " + e.getMessage(), e);
        }
        return switch (info.dtype()) {
            case "F32" -> {
                float[] values = new float[count];
                data.asFloatBuffer().get(values);
                yield manager.create(values, info.shape());
            }
            case "F16", "BF16" -> {
                boolean half = info.dtype().equals("F16");
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    short bits = data.getShort();
                    values[i] = half ? Half.toFloat(bits) : Float.intBitsToFloat(bits << 16);
                }
                yield manager.create(values, info.shape());
            }
            case "F64" -> {
                double[] values = new double[count];
                data.asDoubleBuffer().get(values);
                yield manager.create(values, info.shape());
            }
            case "I64" -> {
                long[] values = new long[count];
                data.asLongBuffer().get(values);
                yield manager.create(values, info.shape());
            }
            case "I32" -> {
                int[] values = new int[count];
                data.asIntBuffer().get(values);
                yield manager.create(values, info.shape());
            }
            case "I16" -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = data.getShort();
                }
                yield manager.create(values, info.shape());
            }
            case "BOOL" -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = data.get() != 0;
                }
                yield manager.create(values, info.shape());
            }
            default -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = info.dtype().equals("U8") ? data.get() & 0xff : data.get();
                }
                yield manager.create(values, info.shape());
            }
        };
    }

    private ByteBuffer bytes(long begin, long length) throws IOException {
        if (channel == null) {
            return memory.slice(Math.toIntExact(begin), Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, begin, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private GladException damaged(String fault) {
        return GladException.failure("weight file \"" + source + "\" is damaged: " + fault + "; fetch or write it again");
    }

    private static int width(String dtype) {
        return switch (dtype) {
            case "F64", "I64" -> 8;
            case "F32", "I32" -> 4;
            case "F16", "BF16", "I16" -> 2;
            case "U8", "I8", "BOOL" -> 1;
            default -> 0;
        };
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
