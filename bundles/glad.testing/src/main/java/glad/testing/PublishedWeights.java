package glad.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.nn.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Writes weight files in the formats in which networks are published, byte for byte laid out as PyTorch and safetensors do.
 * Values are made tensor by tensor while they are written, so that files of any size can be made.
 */
public final class PublishedWeights {

    private static final int ALIGNMENT = 64;
    private static final Map<String, String> STORAGES = Map.of("F32", "FloatStorage", "F16", "HalfStorage", "BF16",
            "BFloat16Storage", "F64", "DoubleStorage", "I64", "LongStorage");

    /**
     * A tensor to write.
     *
     * @param name its name in the file
     * @param dtype how it is stored: F32, F16, BF16, F64 or I64
     * @param shape its shape
     * @param values makes its values, row-major
     */
    public record Tensor(String name, String dtype, Shape shape, Supplier<float[]> values) {

        /** Returns the same tensor, stored in another type if it has floating-point numbers. */
        public Tensor as(String floating) {
            return dtype.equals("I64") ? this : new Tensor(name, floating, shape, values);
        }

        /** Returns the same tensor under another name; its values stay those that it has. */
        public Tensor named(String other) {
            return new Tensor(other, dtype, shape, values);
        }

        private long bytes() {
            return shape.size() * (dtype.endsWith("64") ? 8 : dtype.endsWith("16") ? 2 : 4);
        }
    }

    private PublishedWeights() {}

    /**
     * Returns a tensor with the deterministic values of the goldens, in fp32; {@code position_ids} count from 0 and
     * {@code num_batches_tracked} are 0, as whole numbers.
     *
     * @param name its name in the file, and in the rule
     */
    public static Tensor detFill(String name, Shape shape) {
        double[] kind = DetFill.kind(name, shape);
        if (kind != null) {
            return new Tensor(name, "F32", shape, () -> DetFill.uniform(name, shape, kind[0], kind[1]));
        }
        if (name.endsWith("position_ids") || name.endsWith("num_batches_tracked")) {
            return new Tensor(name, "I64", shape, () -> {
                float[] count = new float[(int) shape.size()];
                for (int i = 0; i < count.length; i++) {
                    count[i] = i;
                }
                return count;
            });
        }
        throw new IllegalArgumentException("no rule for " + name);
    }

    /**
     * Returns deterministic tensors by the names and shapes of a {@code keys.json}: {@code {name: shape}} or
     * {@code {name: [kind, shape]}}; names without a rule are left out.
     */
    public static List<Tensor> detFill(Path keys) {
        List<Tensor> tensors = new ArrayList<>();
        try {
            new JsonMapper().readTree(keys.toFile()).properties().forEach(entry -> {
                var node = entry.getValue().path(0).isTextual() ? entry.getValue().get(1) : entry.getValue();
                long[] shape = new long[node.size()];
                Arrays.setAll(shape, i -> node.get(i).asLong());
                String name = entry.getKey();
                if (DetFill.kind(name, new Shape(shape)) != null || name.endsWith("position_ids")
                        || name.endsWith("num_batches_tracked")) {
                    tensors.add(detFill(name, new Shape(shape)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tensors;
    }

    /**
     * Writes what {@code torch.save} writes since PyTorch 1.6: a zip file.
     *
     * @param below the key of the checkpoint that holds the state dict, for example {@code net}; empty for none
     */
    public static void torchZip(Path file, String below, List<Tensor> tensors) {
        String folder = file.getFileName().toString().replaceFirst("\\..*", "") + "/";
        try (Out out = new Out(file)) {
            ZipTable zip = new ZipTable(out);
            zip.begin(folder + "data.pkl");
            out.put(ByteBuffer.wrap(pickle(below, tensors, false)));
            zip.end();
            for (int i = 0; i < tensors.size(); i++) {
                zip.begin(folder + "data/" + i);
                out.values(tensors.get(i));
                zip.end();
            }
            zip.begin(folder + "version");
            out.put(ByteBuffer.wrap("3\n".getBytes(StandardCharsets.US_ASCII)));
            zip.end();
            zip.finish();
        }
    }

    /**
     * Writes what {@code torch.save} wrote before PyTorch 1.6: pickles, then the storages.
     *
     * @param below the key of the checkpoint that holds the state dict, for example {@code model}; empty for none
     */
    public static void torchStream(Path file, String below, List<Tensor> tensors) {
        try (Out out = new Out(file)) {
            out.put(ByteBuffer.wrap(new CheckpointPickle().raw((byte) 0x8a, (byte) 10, (byte) 0x6c, (byte) 0xfc, (byte) 0x9c,
                    (byte) 0x46, (byte) 0xf9, (byte) 0x20, (byte) 0x6a, (byte) 0xa8, (byte) 0x50, (byte) 0x19).bytes()));
            out.put(ByteBuffer.wrap(new CheckpointPickle().number(1001).bytes()));
            out.put(ByteBuffer.wrap(new CheckpointPickle().op('}').op('(').text("protocol_version").number(1001)
                    .text("little_endian").raw((byte) 0x88).op('u').bytes()));
            out.put(ByteBuffer.wrap(pickle(below, tensors, true)));
            CheckpointPickle keys = new CheckpointPickle().op(']').op('(');
            for (int i = 0; i < tensors.size(); i++) {
                keys.text(Integer.toString(i));
            }
            out.put(ByteBuffer.wrap(keys.op('e').bytes()));
            for (Tensor tensor : tensors) {
                out.put(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, tensor.shape().size()));
                out.values(tensor);
            }
        }
    }

    private static byte[] pickle(String below, List<Tensor> tensors, boolean stream) {
        CheckpointPickle pickle = new CheckpointPickle();
        if (!below.isEmpty()) {
            pickle.op('}').op('(').text("epoch").number(300).text(below);
        }
        pickle.name("collections", "OrderedDict").op(')').op('R').op('(');
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            long[] shape = tensor.shape().getShape();
            pickle.text(tensor.name()).name("torch._utils", "_rebuild_tensor_v2").op('(');
            pickle.op('(').text("storage").name("torch", STORAGES.get(tensor.dtype())).text(Integer.toString(i)).text("cpu")
                    .number(tensor.shape().size());
            if (stream) {
                pickle.op('N');
            }
            pickle.op('t').op('Q').number(0).tuple(shape).tuple(rowMajor(shape)).raw((byte) 0x89);
            pickle.name("collections", "OrderedDict").op(')').op('R').op('t').op('R');
        }
        pickle.op('u').op('}').text("_metadata").name("collections", "OrderedDict").op(')').op('R').op('s').op('b');
        if (!below.isEmpty()) {
            pickle.op('u');
        }
        return pickle.bytes();
    }

    private static long[] rowMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** Writes one safetensors file. */
    public static void safetensors(Path file, List<Tensor> tensors) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Tensor tensor : tensors) {
            ObjectNode node = root.putObject(tensor.name()).put("dtype", tensor.dtype());
            Arrays.stream(tensor.shape().getShape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        StringBuilder json = new StringBuilder(root.toString());
        json.append(" ".repeat((8 - json.toString().getBytes(StandardCharsets.UTF_8).length % 8) % 8));
        byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
        try (Out out = new Out(file)) {
            out.put(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length));
            out.put(ByteBuffer.wrap(header));
            tensors.forEach(out::values);
        }
    }

    /**
     * Writes several safetensors files and their index, {@code STEM.safetensors.index.json}.
     *
     * @param stem {@code model} or {@code diffusion_pytorch_model}
     * @param shards how many files
     */
    public static void sharded(Path folder, String stem, int shards, List<Tensor> tensors) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.putObject("metadata").put("total_size", tensors.stream().mapToLong(Tensor::bytes).sum());
        ObjectNode map = root.putObject("weight_map");
        for (int i = 0; i < shards; i++) {
            String name = String.format("%s-%05d-of-%05d.safetensors", stem, i + 1, shards);
            List<Tensor> part = tensors.subList(tensors.size() * i / shards, tensors.size() * (i + 1) / shards);
            safetensors(folder.resolve(name), part);
            part.forEach(tensor -> map.put(tensor.name(), name));
        }
        try {
            Files.writeString(folder.resolve(stem + ".safetensors.index.json"), root.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is written from front to back. */
    private static final class Out implements AutoCloseable {

        private final FileChannel channel;
        private final CRC32 crc = new CRC32();
        private long position;

        Out(Path file) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void put(ByteBuffer data) {
            position += data.remaining();
            crc.update(data.duplicate());
            try {
                while (data.hasRemaining()) {
                    channel.write(data);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void values(Tensor tensor) {
            float[] values = tensor.values().get();
            if (values.length != tensor.shape().size()) {
                throw new IllegalArgumentException(tensor.name() + " has " + values.length + " values");
            }
            if (tensor.dtype().equals("F16")) {
                try (NDManager manager = Torch.manager();
                        NDArray half = manager.create(values).toType(DataType.FLOAT16, true)) {
                    put(half.toByteBuffer(false));
                }
                return;
            }
            int block = 1 << 18;
            ByteBuffer out = ByteBuffer.allocate(8 * Math.min(block, values.length)).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < values.length; from += block) {
                out.clear();
                for (int i = from; i < Math.min(values.length, from + block); i++) {
                    switch (tensor.dtype()) {
                        case "F32" -> out.putFloat(values[i]);
                        case "F64" -> out.putDouble(values[i]);
                        case "BF16" -> {
                            int bits = Float.floatToIntBits(values[i]);
                            out.putShort((short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16));
                        }
                        default -> out.putLong((long) values[i]);
                    }
                }
                put(out.flip());
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lays entries out as PyTorch does: stored, data from multiples of 64 on, sizes behind the data, a 64-bit table. */
    private static final class ZipTable {

        private record Entry(byte[] name, long header, long size, long crc) {}

        private final Out out;
        private final List<Entry> entries = new ArrayList<>();
        private byte[] name;
        private long header;
        private long data;

        ZipTable(Out out) {
            this.out = out;
        }

        void begin(String entry) {
            name = entry.getBytes(StandardCharsets.UTF_8);
            header = out.position;
            long unpadded = header + 30 + name.length + 4;
            int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
            ByteBuffer local = little(30 + name.length + 4 + padding).putInt(0x04034b50).putShort((short) 0)
                    .putShort((short) 0x808).position(26).putShort((short) name.length).putShort((short) (4 + padding))
                    .put(name).putShort((short) 0x4246).putShort((short) padding);
            while (local.hasRemaining()) {
                local.put((byte) 'Z');
            }
            out.put(local.flip());
            data = out.position;
            out.crc.reset();
        }

        void end() {
            Entry entry = new Entry(name, header, out.position - data, out.crc.getValue());
            entries.add(entry);
            out.put(little(24).putInt(0x08074b50).putInt((int) entry.crc()).putLong(entry.size()).putLong(entry.size())
                    .flip());
        }

        void finish() {
            long table = out.position;
            for (Entry entry : entries) {
                boolean wide = entry.header() >= 0xffffffffL || entry.size() >= 0xffffffffL;
                ByteBuffer row = little(46 + entry.name().length + (wide ? 28 : 0)).putInt(0x02014b50).putInt(0)
                        .putShort((short) 0x808).position(16).putInt((int) entry.crc());
                if (wide) {
                    row.putInt(-1).putInt(-1);
                } else {
                    row.putInt((int) entry.size()).putInt((int) entry.size());
                }
                row.putShort((short) entry.name().length).putShort((short) (wide ? 28 : 0)).position(42)
                        .putInt(wide ? -1 : (int) entry.header()).put(entry.name());
                if (wide) {
                    row.putShort((short) 1).putShort((short) 24).putLong(entry.size()).putLong(entry.size())
                            .putLong(entry.header());
                }
                out.put(row.flip());
            }
            long end = out.position;
            out.put(little(56).putInt(0x06064b50).putLong(44).putShort((short) 0x031e).putShort((short) 45).putInt(0)
                    .putInt(0).putLong(entries.size()).putLong(entries.size()).putLong(end - table).putLong(table).flip());
            out.put(little(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).flip());
            short count = (short) Math.min(0xffff, entries.size());
            out.put(little(22).putInt(0x06054b50).putInt(0).putShort(count).putShort(count)
                    .putInt((int) Math.min(0xffffffffL, end - table)).putInt((int) Math.min(0xffffffffL, table))
                    .putShort((short) 0).flip());
        }

        private static ByteBuffer little(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
