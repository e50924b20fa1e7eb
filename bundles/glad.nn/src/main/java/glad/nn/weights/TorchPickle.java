package glad.nn.weights;

import glad.pickle.Pickle;
import glad.pickle.PickleException;
import glad.pickle.SkippedObject;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the pickles of checkpoints: plain data, {@code torch.Size} and tensors, which stay where they lie in the file. */
final class TorchPickle extends Pickle {

    /** No state dict needs a longer pickle. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_VALUES = 2_000_000;
    private static final int MAX_DIMENSIONS = 64;

    private static final Map<String, String> STORAGES = Map.of("torch.DoubleStorage", "F64", "torch.FloatStorage", "F32",
            "torch.HalfStorage", "F16", "torch.BFloat16Storage", "BF16", "torch.LongStorage", "I64", "torch.IntStorage",
            "I32", "torch.ShortStorage", "I16", "torch.CharStorage", "I8", "torch.ByteStorage", "U8",
            "torch.BoolStorage", "BOOL");

    private final FileBytes file;
    private final Map<String, StoredTensor.Storage> storages = new LinkedHashMap<>();

    /**
     * Makes a reader.
     *
     * @param file whose size bounds the storages, named in errors
     * @param in each pickle is read from its position and leaves it behind its end
     */
    TorchPickle(FileBytes file, ByteBuffer in) {
        super(in, MAX_VALUES);
        this.file = file;
    }

    /** Reads one pickle as {@link #load} does; tensors are {@link StoredTensor}s. Errors name the file. */
    Object read() {
        try {
            return load();
        } catch (PickleException e) {
            throw e.damaged() ? file.damaged(e.getMessage()) : file.refused(e.getMessage());
        }
    }

    /** Returns the runs that were named, by key. */
    Map<String, StoredTensor.Storage> storages() {
        return storages;
    }

    @Override
    protected Object call(String name, List<Object> given) {
        return switch (name) {
            case "torch.Size" -> new Tuple(given.isEmpty() ? List.of() : sequence(given.get(0)));
            case "torch._utils._rebuild_tensor" -> tensor(given, 4);
            case "torch._utils._rebuild_tensor_v2" -> tensor(given, 6);
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> parameter(given);
            default -> null;
        };
    }

    /** Returns the tensor that a parameter is; null if that was skipped. */
    private StoredTensor parameter(List<Object> given) {
        if (!given.isEmpty() && given.get(0) instanceof SkippedObject) {
            return null;
        }
        if (given.isEmpty() || !(given.get(0) instanceof StoredTensor tensor)) {
            throw damaged("it makes a parameter of something other than a tensor");
        }
        return tensor;
    }

    /** Returns a tensor; null if its storage is of a type that isn't read. */
    private StoredTensor tensor(List<Object> given, int least) {
        if (!given.isEmpty() && given.get(0) instanceof SkippedObject) {
            return null;
        }
        if (given.size() < least || given.size() > least + 1 || !(given.get(0) instanceof StoredTensor.Storage storage)) {
            throw damaged("it makes a tensor of something other than a storage, an offset, sizes and strides");
        }
        StoredTensor tensor = new StoredTensor(storage, number(given.get(1)), numbers(given.get(2)), numbers(given.get(3)));
        String fault = tensor.fault();
        if (fault != null) {
            throw PickleException.damaged("it has a tensor with " + fault);
        }
        return tensor;
    }

    /** Understands ('storage', type, key, device, count), then None or (key, begin, count) in streams. */
    @Override
    protected Object persistent(Object id) {
        List<Object> parts = tuple(id);
        if (parts.size() > 1 && "module".equals(parts.get(0)) && parts.get(1) instanceof Name) {
            return parts.get(1); // a class with its source, in streams
        }
        if (parts.size() < 5 || parts.size() > 6 || !"storage".equals(parts.get(0))) {
            throw damaged("it refers to something other than a storage");
        }
        if (!(parts.get(1) instanceof Name type)) {
            throw damaged("it has a storage without a type");
        }
        String dtype = STORAGES.get(type.full());
        if (dtype == null) {
            return skip(type);
        }
        String key = string(parts.get(2));
        long whole = number(parts.get(4));
        long begin = 0;
        long count = whole;
        if (parts.size() == 6 && parts.get(5) != null) {
            List<Object> view = tuple(parts.get(5));
            if (view.size() != 3) {
                throw damaged("it has a part of a storage without a place");
            }
            begin = number(view.get(1));
            count = number(view.get(2));
        }
        if (whole < 0 || count < 0 || begin < 0 || begin > whole - count) {
            throw PickleException.damaged("it has a storage of elements " + begin + " to " + (begin + count) + " of " + whole);
        }
        if (whole > file.size() / TensorInfo.width(dtype)) {
            throw PickleException.damaged("it has a storage of " + whole + " elements of type " + dtype + ", more than its "
                    + file.size() + " bytes can hold; it may be cut short");
        }
        StoredTensor.Storage storage = new StoredTensor.Storage(dtype, key, whole, begin, count);
        StoredTensor.Storage before = storages.putIfAbsent(key, storage);
        if (before != null && (before.whole() != whole || !before.dtype().equals(dtype))) {
            throw PickleException.damaged("it describes storage \"" + key + "\" in two ways");
        }
        return storage;
    }

    private long[] numbers(Object value) {
        List<Object> items = tuple(value);
        if (items.size() > MAX_DIMENSIONS) {
            throw damaged("it has a tensor of " + items.size() + " dimensions");
        }
        spend(items.size());
        return items.stream().mapToLong(this::number).toArray();
    }
}
