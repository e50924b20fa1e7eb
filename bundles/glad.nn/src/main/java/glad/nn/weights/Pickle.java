package glad.nn.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickles of checkpoints, which are programs for a stack machine. This one knows only what weights are made of:
 * None, booleans, numbers, strings, bytes, lists, tuples, dicts, {@code torch.Size}, types by name, and tensors. Whatever
 * else a pickle names is refused the moment it is named, before anything is made of it. Lengths are checked against what
 * the file still has before memory is taken, and a budget bounds how much a short pickle can blow up to.
 */
final class Pickle {

    /** The opcode that begins a pickle of protocol 2 or later. */
    static final int PROTO = 0x80;

    /** No state dict needs a longer pickle. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_PROTOCOL = 5;
    private static final int MAX_VALUES = 2_000_000;
    private static final int MAX_LINE = 512;
    private static final int MAX_DIMENSIONS = 64;

    private static final Map<String, String> STORAGES = Map.of("torch.DoubleStorage", "F64", "torch.FloatStorage", "F32",
            "torch.HalfStorage", "F16", "torch.BFloat16Storage", "BF16", "torch.LongStorage", "I64", "torch.IntStorage",
            "I32", "torch.ShortStorage", "I16", "torch.CharStorage", "I8", "torch.ByteStorage", "U8",
            "torch.BoolStorage", "BOOL");

    /** A name that a pickle may use. */
    private enum Known { ORDERED_DICT, SIZE, REBUILD_TENSOR, REBUILD_TENSOR_2, REBUILD_PARAMETER, TYPE }

    private static final Map<String, Known> NAMES = Map.of(
            "collections.OrderedDict", Known.ORDERED_DICT,
            "torch.Size", Known.SIZE,
            "torch._utils._rebuild_tensor", Known.REBUILD_TENSOR,
            "torch._utils._rebuild_tensor_v2", Known.REBUILD_TENSOR_2,
            "torch._utils._rebuild_parameter", Known.REBUILD_PARAMETER);

    private static final List<String> TYPES = List.of("float16", "half", "bfloat16", "float32", "float", "float64",
            "double", "uint8", "int8", "int16", "short", "int32", "int", "int64", "long", "bool");

    private record Global(String name, Known known) {}

    /** A tuple of Python. */
    record Tuple(List<Object> items) {}

    private final FileBytes file;
    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final Map<String, StoredTensor.Storage> storages = new LinkedHashMap<>();
    private int budget = MAX_VALUES;

    /**
     * Makes a reader.
     *
     * @param file named in errors
     * @param in little-endian; each pickle is read from its position and leaves it behind its end
     */
    Pickle(FileBytes file, ByteBuffer in) {
        this.file = file;
        this.in = in;
    }

    /** Returns the runs that were named, by key. */
    Map<String, StoredTensor.Storage> storages() {
        return storages;
    }

    /**
     * Reads one pickle.
     *
     * @return null, Boolean, Long, BigInteger, Double, String, byte[], List, {@link Tuple}, Map, {@link StoredTensor}, or
     *     an object that only tells that a type was named
     */
    Object load() {
        stack.clear();
        marks.clear();
        memo.clear();
        while (true) {
            int at = in.position();
            int opcode = u1();
            if (opcode == '.') {
                return pop();
            }
            step(opcode, at);
        }
    }

    private void step(int opcode, int at) {
        switch (opcode) {
            case PROTO -> {
                int protocol = u1();
                if (protocol > MAX_PROTOCOL) {
                    throw file.refused("has a pickle of protocol " + protocol + "; expected one of 2 to " + MAX_PROTOCOL);
                }
            }
            case 0x95 -> length(in8());
            case '(' -> {
                spend(1);
                marks.add(stack.size());
            }
            case '0' -> pop();
            case '1' -> popMarked();
            case '2' -> push(peek());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) need(4).getInt());
            case 'K' -> push((long) u1());
            case 'M' -> push((long) (need(2).getShort() & 0xffff));
            case 0x8a -> push(integer(u1()));
            case 0x8b -> push(integer(length(need(4).getInt())));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in8())));
            case 'U', 0x8c -> push(text(u1()));
            case 'T', 'X' -> push(text(length(need(4).getInt() & 0xffffffffL)));
            case 0x8d -> push(text(length(in8())));
            case 'C' -> push(bytes(u1()));
            case 'B' -> push(bytes(length(need(4).getInt() & 0xffffffffL)));
            case 0x8e -> push(bytes(length(in8())));
            case ']' -> push(new ArrayList<>());
            case 'l' -> push(popMarked());
            case 'a' -> {
                Object item = pop();
                list().add(item);
            }
            case 'e' -> {
                List<Object> items = popMarked();
                list().addAll(items);
            }
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(popMarked()));
            case 0x85 -> push(new Tuple(popped(1)));
            case 0x86 -> push(new Tuple(popped(2)));
            case 0x87 -> push(new Tuple(popped(3)));
            case '}' -> push(new LinkedHashMap<>());
            case 'd' -> {
                List<Object> items = popMarked();
                push(new LinkedHashMap<>());
                put(items);
            }
            case 's' -> put(popped(2));
            case 'u' -> put(popMarked());
            case 'q' -> remember(u1());
            case 'r' -> remember(need(4).getInt());
            case 0x94 -> remember(memo.size());
            case 'h' -> push(recall(u1()));
            case 'j' -> push(recall(need(4).getInt()));
            case 'c' -> push(global(line(), line()));
            case 0x93 -> {
                List<Object> names = popped(2);
                push(global(string(names.get(0)), string(names.get(1))));
            }
            case 'i' -> throw forbidden(line() + "." + line());
            case 'R', 0x81 -> {
                Object arguments = pop();
                Object function = pop();
                push(call(function, arguments));
            }
            case 'b' -> {
                // A state dict carries versions of its modules as attributes; they don't change the weights.
                if (!(pop() instanceof Map) || !(peek() instanceof Map)) {
                    throw damaged("it sets attributes of something other than a dict");
                }
            }
            case 'Q' -> push(persistent(pop()));
            case 'P' -> throw damaged("it refers to a storage by text");
            case 0x82, 0x83, 0x84 -> throw forbidden("an extension by number");
            case 0x8f, 0x90, 0x91 -> throw forbidden("builtins.set");
            default -> throw file.damaged("its pickle has at byte " + at + " the opcode 0x" + Integer.toHexString(opcode)
                    + ", which no checkpoint of PyTorch uses");
        }
    }

    private Object call(Object function, Object arguments) {
        if (!(function instanceof Global global) || global.known() == Known.TYPE) {
            throw function instanceof Global global ? forbidden("a call of " + global.name())
                    : damaged("it calls something that can't be called");
        }
        List<Object> given = tuple(arguments);
        switch (global.known()) {
            case ORDERED_DICT -> {
                Map<Object, Object> dict = new LinkedHashMap<>();
                if (!given.isEmpty()) {
                    List<Object> pairs = sequence(given.get(0));
                    spend(pairs.size());
                    for (Object pair : pairs) {
                        List<Object> items = sequence(pair);
                        if (items.size() != 2) {
                            throw damaged("it makes a dict of something other than pairs");
                        }
                        dict.put(key(items.get(0)), items.get(1));
                    }
                }
                return dict;
            }
            case SIZE -> {
                return new Tuple(given.isEmpty() ? List.of() : sequence(given.get(0)));
            }
            case REBUILD_PARAMETER -> {
                if (given.isEmpty() || !(given.get(0) instanceof StoredTensor tensor)) {
                    throw damaged("it makes a parameter of something other than a tensor");
                }
                return tensor;
            }
            default -> {
                int least = global.known() == Known.REBUILD_TENSOR ? 4 : 6;
                if (given.size() < least || given.size() > least + 1
                        || !(given.get(0) instanceof StoredTensor.Storage storage)) {
                    throw damaged("it makes a tensor of something other than a storage, an offset, sizes and strides");
                }
                StoredTensor tensor = new StoredTensor(storage, number(given.get(1)), numbers(given.get(2)),
                        numbers(given.get(3)));
                String fault = tensor.fault();
                if (fault != null) {
                    throw file.damaged("it has a tensor with " + fault);
                }
                return tensor;
            }
        }
    }

    /** Understands ('storage', type, key, device, count), then None or (key, begin, count) in streams. */
    private StoredTensor.Storage persistent(Object id) {
        List<Object> parts = tuple(id);
        if (parts.size() < 5 || parts.size() > 6 || !"storage".equals(parts.get(0))) {
            throw !parts.isEmpty() && parts.get(0) instanceof String kind ? forbidden("a stored " + kind)
                    : damaged("it refers to something other than a storage");
        }
        String dtype = parts.get(1) instanceof Global type ? STORAGES.get(type.name()) : null;
        if (dtype == null) {
            throw damaged("it has a storage without a type");
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
            throw file.damaged("it has a storage of elements " + begin + " to " + (begin + count) + " of " + whole);
        }
        if (whole > file.size() / TensorInfo.width(dtype)) {
            throw file.damaged("it has a storage of " + whole + " elements of type " + dtype + ", more than its "
                    + file.size() + " bytes can hold; it may be cut short");
        }
        StoredTensor.Storage storage = new StoredTensor.Storage(dtype, key, whole, begin, count);
        StoredTensor.Storage before = storages.putIfAbsent(key, storage);
        if (before != null && (before.whole() != whole || !before.dtype().equals(dtype))) {
            throw file.damaged("it describes storage \"" + key + "\" in two ways");
        }
        return storage;
    }

    private Global global(String module, String name) {
        String full = module + "." + name;
        Known known = NAMES.get(full);
        if (known == null && (STORAGES.containsKey(full) || module.equals("torch") && TYPES.contains(name))) {
            known = Known.TYPE;
        }
        if (known == null) {
            throw forbidden(full);
        }
        return new Global(full, known);
    }

    private RuntimeException forbidden(String name) {
        return file.refused("names \"" + name + "\", which is no part of weights; nothing of it was run. If you trust the"
                + " file, store its state dict alone in Python: torch.save(torch.load(FILE)[\"net\"], OTHER)");
    }

    private RuntimeException damaged(String fault) {
        return file.damaged("at byte " + in.position() + " of its pickle " + fault);
    }

    private void put(List<Object> items) {
        if (!(peek() instanceof Map)) {
            throw damaged("it sets an item of something other than a dict");
        }
        if (items.size() % 2 != 0) {
            throw damaged("it has a key without a value");
        }
        @SuppressWarnings("unchecked")
        Map<Object, Object> dict = (Map<Object, Object>) peek();
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(key(items.get(i)), items.get(i + 1));
        }
    }

    /** Containers as keys would be hashed through and through, which a few bytes can make endless. */
    private Object key(Object key) {
        if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
            return key;
        }
        throw damaged("it has a key that is neither text nor number");
    }

    private List<Object> list() {
        if (!(peek() instanceof ArrayList)) {
            throw damaged("it appends to something other than a list");
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) peek();
        return list;
    }

    private List<Object> tuple(Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        throw damaged("it has something else where a tuple belongs");
    }

    private List<Object> sequence(Object value) {
        if (value instanceof List<?> list) {
            spend(list.size());
            return new ArrayList<>(list);
        }
        return tuple(value);
    }

    private String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw damaged("it has something else where a text belongs");
    }

    private long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw damaged("it has something else where a whole number of 64 bits belongs");
    }

    private long[] numbers(Object value) {
        List<Object> items = tuple(value);
        if (items.size() > MAX_DIMENSIONS) {
            throw damaged("it has a tensor of " + items.size() + " dimensions");
        }
        spend(items.size());
        return items.stream().mapToLong(this::number).toArray();
    }

    private void spend(int values) {
        budget -= values;
        if (budget < 0) {
            throw file.refused("has a pickle of more than " + MAX_VALUES + " values; no state dict is as large");
        }
    }

    private void push(Object value) {
        spend(1);
        stack.add(value);
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw damaged("it takes a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private List<Object> popped(int count) {
        if (stack.size() - count < floor()) {
            throw damaged("it takes a value where there is none");
        }
        return cut(stack.size() - count);
    }

    private List<Object> popMarked() {
        if (marks.isEmpty()) {
            throw damaged("it ends a run of values that it never began");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private void remember(int index) {
        spend(1);
        memo.put(index, peek());
    }

    private Object recall(int index) {
        if (!memo.containsKey(index)) {
            throw damaged("it recalls value " + index + ", which it never kept");
        }
        return memo.get(index);
    }

    private Object integer(int length) {
        if (length > 255) {
            throw damaged("it has a number of " + length + " bytes");
        }
        byte[] little = bytes(length);
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[i] = little[length - 1 - i];
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(big);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private String text(int length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return bytes;
    }

    private String line() {
        int end = in.position();
        while (true) {
            if (end == in.limit() || end - in.position() > MAX_LINE) {
                throw damaged("it has a name without an end");
            }
            if (in.get(end) == '\n') {
                break;
            }
            end++;
        }
        String text = text(end - in.position());
        in.get();
        return text;
    }

    private int u1() {
        return need(1).get() & 0xff;
    }

    private long in8() {
        return need(8).getLong();
    }

    private ByteBuffer need(int count) {
        length(count);
        return in;
    }

    /** Returns a claimed length if the pickle still has as many bytes. */
    private int length(long count) {
        if (count < 0 || count > in.remaining()) {
            throw file.damaged("its pickle claims " + count + " bytes more at byte " + in.position() + " and has "
                    + in.remaining() + "; it may be cut short");
        }
        return (int) count;
    }
}
