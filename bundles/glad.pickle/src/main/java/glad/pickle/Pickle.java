package glad.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickles of Python, protocols 0 to 5, which are programs for a stack machine, as data: None, booleans, numbers, texts,
 * bytes, lists, tuples and dicts. Whatever else a pickle describes becomes a {@link SkippedObject} that only knows its class's
 * name: no class is looked up, nothing is called, and what the object would have been made of is dropped. Lengths are checked
 * against what the pickle still has before memory is taken, and a budget bounds how much a short pickle can blow up to.
 *
 * <p>A subclass may know more: what a name called with arguments makes, and what a reference to something outside of the pickle
 * means.
 */
public class Pickle {

    /** The opcode that begins a pickle of protocol 2 or later. */
    public static final int PROTO = 0x80;

    private static final int MAX_PROTOCOL = 5;
    private static final int MAX_NAME = 512;
    private static final int MAX_NUMBER = 255;

    private final ByteBuffer in;
    private final int values;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int budget;

    /** The name of a class or function, with its module; it names, and leads nowhere. */
    public record Name(String full) {}

    /** A tuple of Python. */
    public record Tuple(List<Object> items) {}

    /**
     * Makes a reader.
     *
     * @param in each pickle is read from its position and leaves it behind its end; its order becomes little-endian
     * @param values how many values the pickles in it may make, all together
     */
    public Pickle(ByteBuffer in, int values) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.values = values;
        budget = values;
    }

    /**
     * Reads one pickle.
     *
     * @return null, Boolean, Long, BigInteger, Double, String, byte[], List, {@link Tuple}, Map with keys that are null, Boolean,
     *     a number, a String or a {@link SkippedObject}, {@link Name}, {@link SkippedObject}, or what a subclass made
     * @throws PickleException if it is damaged or larger than the budget
     */
    public final Object load() {
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

    /**
     * Returns what a call makes; null to skip it, as for every name that isn't known.
     *
     * @param name of a class or function, with its module
     * @param arguments of the call
     */
    protected Object call(String name, List<Object> arguments) {
        return null;
    }

    /** Returns what a reference to something outside of the pickle means; plain data has none. */
    protected Object persistent(Object id) {
        throw damaged("it refers to something outside of it");
    }

    private void step(int opcode, int at) {
        switch (opcode) {
            case PROTO -> {
                int protocol = u1();
                if (protocol > MAX_PROTOCOL) {
                    throw PickleException.refused(
                            "has a pickle of protocol " + protocol + "; expected one of 0 to " + MAX_PROTOCOL);
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
            case 'I' -> push(writtenInteger(line(MAX_NUMBER)));
            case 'L' -> push(writtenInteger(line(MAX_NUMBER).replaceFirst("L$", "")));
            case 'F' -> push(writtenDouble(line(MAX_NUMBER)));
            case 'J' -> push((long) need(4).getInt());
            case 'K' -> push((long) u1());
            case 'M' -> push((long) (need(2).getShort() & 0xffff));
            case 0x8a -> push(integer(u1()));
            case 0x8b -> push(integer(length(need(4).getInt())));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in8())));
            case 'S' -> push(quoted(line(Integer.MAX_VALUE)));
            case 'V' -> push(escaped(line(Integer.MAX_VALUE)));
            case 'U', 0x8c -> push(text(u1()));
            case 'T', 'X' -> push(text(length(need(4).getInt() & 0xffffffffL)));
            case 0x8d -> push(text(length(in8())));
            case 'C' -> push(bytes(u1()));
            case 'B' -> push(bytes(length(need(4).getInt() & 0xffffffffL)));
            case 0x8e, 0x96 -> push(bytes(length(in8())));
            case ']' -> push(new ArrayList<>());
            case 'l' -> push(popMarked());
            case 'a' -> append(popped(1));
            case 'e' -> append(popMarked());
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
            case 'p' -> remember(index(line(MAX_NUMBER)));
            case 'q' -> remember(u1());
            case 'r' -> remember(need(4).getInt());
            case 0x94 -> remember(memo.size());
            case 'g' -> push(recall(index(line(MAX_NUMBER))));
            case 'h' -> push(recall(u1()));
            case 'j' -> push(recall(need(4).getInt()));
            case 'c' -> push(name(line(MAX_NAME), line(MAX_NAME)));
            case 0x93 -> {
                List<Object> names = popped(2);
                push(name(string(names.get(0)), string(names.get(1))));
            }
            case 0x82 -> push(new Name("extension " + u1()));
            case 0x83 -> push(new Name("extension " + (need(2).getShort() & 0xffff)));
            case 0x84 -> push(new Name("extension " + need(4).getInt()));
            case 'R', 0x81 -> {
                Object arguments = pop();
                push(made(pop(), arguments));
            }
            case 0x92 -> {
                pop(); // arguments by name
                pop();
                push(skipped(pop()));
            }
            case 'o' -> {
                List<Object> parts = popMarked();
                push(skipped(parts.isEmpty() ? null : parts.get(0)));
            }
            case 'i' -> {
                Name name = name(line(MAX_NAME), line(MAX_NAME));
                popMarked();
                push(skipped(name));
            }
            case 'b' -> build();
            case 0x8f, 0x91 -> {
                if (opcode == 0x91) {
                    popMarked();
                }
                push(new SkippedObject(opcode == 0x91 ? "builtins.frozenset" : "builtins.set"));
            }
            case 0x90 -> {
                popMarked();
                if (!(peek() instanceof SkippedObject)) {
                    throw damaged("it adds to something other than a set");
                }
            }
            case 'Q' -> push(persistent(pop()));
            case 'P' -> push(persistent(line(MAX_NAME)));
            default -> throw PickleException.damaged("its pickle has at byte " + at + " the opcode 0x"
                    + Integer.toHexString(opcode) + ", which isn't known");
        }
    }

    private Object made(Object function, Object arguments) {
        if (!(function instanceof Name name)) {
            return skipped(function);
        }
        if (name.full().equals("collections.OrderedDict")) {
            return dict(tuple(arguments));
        }
        Object known = arguments instanceof Tuple given ? call(name.full(), given.items()) : null;
        return known == null ? skipped(function) : known;
    }

    /** Returns what stands for an object of a class. */
    protected final SkippedObject skip(Name name) {
        return new SkippedObject(name.full());
    }

    private SkippedObject skipped(Object function) {
        if (function instanceof Name name) {
            return skip(name);
        }
        if (function instanceof SkippedObject object) {
            return new SkippedObject(object.className());
        }
        throw damaged("it calls something that can't be called");
    }

    private Map<Object, Object> dict(List<Object> given) {
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

    /** Attributes of a dict, such as the versions of modules that a state dict carries, aren't items of it: they are dropped. */
    private void build() {
        pop();
        if (!(peek() instanceof Map) && !(peek() instanceof SkippedObject)) {
            throw damaged("it sets attributes of something other than a dict");
        }
    }

    private void put(List<Object> items) {
        if (peek() instanceof SkippedObject) {
            return;
        }
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
        if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean
                || key instanceof SkippedObject) {
            return key;
        }
        if (key instanceof Tuple || key instanceof byte[] || key instanceof Name) {
            return new SkippedObject(key instanceof Name name ? name.full() : key instanceof Tuple ? "builtins.tuple"
                    : "builtins.bytes");
        }
        throw damaged("it has a key that is neither text nor number");
    }

    private void append(List<Object> items) {
        if (peek() instanceof SkippedObject) {
            return;
        }
        if (!(peek() instanceof ArrayList)) {
            throw damaged("it appends to something other than a list");
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) peek();
        list.addAll(items);
    }

    /** Texts may be long and recalled often, names are neither. */
    private Name name(String module, String name) {
        if (module.length() > MAX_NAME || name.length() > MAX_NAME) {
            throw damaged("it has a name of more than " + MAX_NAME + " characters");
        }
        return new Name(module + "." + name);
    }

    /** Returns the error for a pickle that can't be right at its present place. */
    protected final PickleException damaged(String fault) {
        return PickleException.damaged("at byte " + in.position() + " of its pickle " + fault);
    }

    /** Returns the items of a tuple. */
    protected final List<Object> tuple(Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        throw damaged("it has something else where a tuple belongs");
    }

    /** Returns the items of a list, which are copied, or of a tuple. */
    protected final List<Object> sequence(Object value) {
        if (value instanceof List<?> list) {
            spend(list.size());
            return new ArrayList<>(list);
        }
        return tuple(value);
    }

    /** Returns a text. */
    protected final String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw damaged("it has something else where a text belongs");
    }

    /** Returns a whole number. */
    protected final long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw damaged("it has something else where a whole number of 64 bits belongs");
    }

    /** Takes values from the budget; for what a subclass makes of a value that may be recalled again and again. */
    protected final void spend(int count) {
        budget -= count;
        if (budget < 0) {
            throw PickleException.refused("has a pickle of more than " + values + " values; none of its kind is as large");
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
        if (length > MAX_NUMBER) {
            throw damaged("it has a number of " + length + " bytes");
        }
        byte[] little = bytes(length);
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[i] = little[length - 1 - i];
        }
        return fitted(length == 0 ? BigInteger.ZERO : new BigInteger(big));
    }

    private static Object fitted(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    /** Protocol 0 writes booleans as numbers with a zero before them. */
    private Object writtenInteger(String line) {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        try {
            return fitted(new BigInteger(line.strip()));
        } catch (NumberFormatException e) {
            throw damaged("it has \"" + line + "\" where a whole number belongs");
        }
    }

    private Object writtenDouble(String line) {
        try {
            return switch (line) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan", "-nan" -> Double.NaN;
                default -> Double.parseDouble(line);
            };
        } catch (NumberFormatException e) {
            throw damaged("it has \"" + line + "\" where a number belongs");
        }
    }

    private int index(String line) {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException e) {
            throw damaged("it has \"" + line + "\" where the number of a kept value belongs");
        }
    }

    /** A text of Python 2 in quotes and with escapes: bytes, which are UTF-8 wherever they can be. */
    private String quoted(String line) {
        char quote = line.isEmpty() ? 0 : line.charAt(0);
        if (quote != '\'' && quote != '"' || line.length() < 2 || line.charAt(line.length() - 1) != quote) {
            throw damaged("it has a text without quotes");
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < line.length() - 1; i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = line.charAt(++i);
            int at = "abfnrtv\\'\"".indexOf(escape);
            if (i == line.length() - 1) {
                throw damaged("it has a text that ends in an escape");
            } else if (at >= 0) {
                out.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(at));
            } else if (escape == 'x') {
                out.append((char) hex(line, i + 1, 2));
                i += 2;
            } else {
                out.append(c).append(escape);
            }
        }
        byte[] bytes = out.toString().getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return out.toString();
        }
    }

    /** A text of Unicode in Latin-1, with escapes for what isn't. */
    private String escaped(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char next = c == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
            if (next == 'u' || next == 'U') {
                int digits = next == 'u' ? 4 : 8;
                int point = hex(line, i + 2, digits);
                if (!Character.isValidCodePoint(point)) {
                    throw damaged("it has a character that Unicode hasn't");
                }
                out.appendCodePoint(point);
                i += 1 + digits;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private int hex(String line, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
            if (digit < 0) {
                throw damaged("it has an escape without " + digits + " digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private String text(int length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return bytes;
    }

    /** Reads a line without its end, in Latin-1. */
    private String line(int longest) {
        int end = in.position();
        while (true) {
            if (end == in.limit() || end - in.position() > longest) {
                throw damaged("it has a name without an end");
            }
            if (in.get(end) == '\n') {
                break;
            }
            end++;
        }
        String text = new String(bytes(end - in.position()), StandardCharsets.ISO_8859_1);
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
            throw PickleException.damaged("its pickle claims " + count + " bytes more at byte " + in.position() + " and has "
                    + in.remaining() + "; it may be cut short");
        }
        return (int) count;
    }
}
