package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.pickle.Pickle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A file of named tensors, whichever of the published formats it has: safetensors, a checkpoint of PyTorch, an ONNX model (also the first
 * in a zip archive), or the index of a set of such files. Its table is read and checked against the file's length when it is opened; the tensors stay on
 * disk, memory-mapped, until one is asked for.
 */
public abstract class WeightFile implements AutoCloseable {

    /**
     * Metadata key of a safetensors file that holds a model among other tensors, such as a training's checkpoint: what stands
     * before the names of the model's tensors. Opened as a weight file it has these alone, by their own names.
     */
    public static final String MODEL = "model-tensors";

    /**
     * Metadata key of a safetensors file that lacks what others hold: a JSON list of references of the weight files to be read before it.
     */
    public static final String BEFORE = "weights-before";

    /**
     * Opens a file; its content says which format it has, not its name.
     *
     * @throws GladException if it is missing, cut short, damaged, or no weight file, naming the file and the fault
     */
    public static WeightFile open(Path file) {
        FileBytes bytes = FileBytes.open(file);
        try {
            OnnxFile onnx = isZip(bytes) ? OnnxFile.inArchive(file) : null;
            if (onnx != null) {
                bytes.close();
                return onnx;
            }
            return ShardedWeights.isIndex(file) ? new ShardedWeights(file, bytes) : open(bytes);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Reads a whole stream into memory, for files that a bundle carries. The stream stays the caller's. */
    public static WeightFile read(String name, InputStream in) throws IOException {
        return open(FileBytes.read(name, in));
    }

    /** Opens a single file, no index. */
    static WeightFile open(FileBytes bytes) {
        int first = (int) Math.min(bytes.size(), 9);
        ByteBuffer start = bytes.copy(0, first);
        if (isZip(bytes)) {
            return TorchCheckpoint.ofZip(bytes);
        }
        boolean json = first < 9 || start.get(8) == '{';
        if (first >= 2 && start.get(0) == (byte) Pickle.PROTO && start.get(1) < 8 && !(first == 9 && json)) {
            return TorchCheckpoint.ofStream(bytes);
        }
        if (!json && start.get(0) == OnnxFile.START) {
            return new OnnxFile(bytes);
        }
        if (!json) {
            throw bytes.refused("is neither safetensors nor a checkpoint of PyTorch; check that the download is complete"
                    + " and no web page or pointer to a large file");
        }
        Safetensors file = new Safetensors(bytes);
        return file.metadata().containsKey(MODEL) ? new CheckpointModel(file) : file;
    }

    private static boolean isZip(FileBytes bytes) {
        return bytes.size() >= 4 && bytes.copy(0, 4).getInt(0) == StoredZip.ENTRY;
    }

    /** Returns the tensors by name, in the file's order. */
    public abstract Map<String, TensorInfo> tensors();

    /** Returns the file's format in words. */
    public abstract String format();

    /** Returns the free-text metadata of the file. */
    public Map<String, String> metadata() {
        return Map.of();
    }

    /**
     * Returns the objects beside the tensors, such as a trainer's settings: where each lies in the file, and its class. They were
     * neither built nor looked into.
     */
    public Map<String, String> skipped() {
        return Map.of();
    }

    /** Returns what the file is called in errors. */
    abstract String source();

    /** Returns a tensor's elements, row-major, little-endian; perhaps the file itself, so nothing may be written there. */
    abstract ByteBuffer bytes(TensorInfo info);

    /**
     * Reads a tensor; F16 and BF16 become fp32, integers narrower than 32 bits become int32, other types stay as they are.
     *
     * @param manager owner of the result, on its device
     * @throws GladException if there is no such tensor
     */
    public final NDArray read(String name, NDManager manager) {
        NDArray array = borrow(name, manager);
        if (tensors().get(name).converted()) {
            return array;
        }
        // What the engine didn't make itself is the file's memory, or Java's, which is little beside the engine's.
        try (array) {
            return array.duplicate();
        }
    }

    /** Reads a tensor as {@link #read} does, but perhaps lends the file's own memory: it must not be changed. */
    final NDArray borrow(String name, NDManager manager) {
        TensorInfo info = tensors().get(name);
        if (info == null) {
            throw GladException.failure("weight file \"" + source() + "\" has no tensor \"" + name + "\"");
        }
        Shape shape = info.shape();
        if (shape.size() == 0) {
            return manager.create(shape, info.type());
        }
        ByteBuffer data = bytes(info);
        return switch (info.dtype()) {
            case "F16" -> converted(manager.create(data, shape, DataType.FLOAT16), x -> x.toType(DataType.FLOAT32, true));
            // DJL can't name bfloat16 and int16 to its engine, and dies if it is asked to.
            case "BF16" -> {
                float[] values = new float[data.remaining() / 2];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(data.getShort() << 16);
                }
                yield manager.create(values, shape);
            }
            case "I8" -> converted(manager.create(data, shape, DataType.INT8), x -> x.toType(DataType.INT32, true));
            case "U8" -> converted(manager.create(data, shape, DataType.UINT8), x -> x.toType(DataType.INT32, true));
            case "I16" -> {
                int[] values = new int[data.remaining() / 2];
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.getShort();
                }
                yield manager.create(values, shape);
            }
            case "BOOL" -> {
                boolean[] values = new boolean[data.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.get() != 0;
                }
                yield manager.create(values, shape);
            }
            default -> manager.create(data, shape, info.type());
        };
    }

    private static NDArray converted(NDArray stored, UnaryOperator<NDArray> conversion) {
        try (stored) {
            return conversion.apply(stored);
        }
    }

    @Override
    public abstract void close();
}
