package glad.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import glad.api.GladException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each ends in one clear error, soon and in little memory, with nothing run. */
class HostileWeightsTest {

    /** What opening any of these may take; their own bytes are counted too. */
    private static final long MEMORY = 400L << 20;
    /** Seconds of the processor. */
    private static final long TIME = 10;

    @TempDir
    Path folder;

    /** A pickle written opcode by opcode; characters are bytes. */
    private static String pickle(String opcodes) {
        return "\u0080\u0002" + opcodes;
    }

    private static String text(String value) {
        return "X" + four(value.length()) + value;
    }

    private static String four(long value) {
        return latin(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
    }

    private static String eight(long value) {
        return latin(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    private static String number(long value) {
        return "\u008a\u0008" + eight(value);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String storage(String key, long count) {
        return "(" + text("storage") + "ctorch\nFloatStorage\n" + text(key) + text("cpu") + number(count) + "tQ";
    }

    /** A state dict of one tensor "a". */
    private static String dict(String storage, long offset, String sizes, String strides) {
        return pickle("}" + text("a") + "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + number(offset) + sizes + strides
                + "\u0089}tRs.");
    }

    private static String tuple(long... values) {
        StringBuilder out = new StringBuilder("(");
        Arrays.stream(values).forEach(v -> out.append(number(v)));
        return out + "t";
    }

    private static byte[] zip(int method, Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(method);
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(each.getValue().length);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] checkpoint(String pickle, int dataBytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", bytes(pickle));
        entries.put("x/data/0", new byte[dataBytes]);
        entries.put("x/version", bytes("3\n"));
        return zip(ZipEntry.STORED, entries);
    }

    private static String refused(byte[] file, String... words) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = memory.getCurrentThreadCpuTime();
        GladException e = assertThrows(GladException.class,
                () -> WeightFile.read("evil.pth", new ByteArrayInputStream(file)).close());
        long seconds = (memory.getCurrentThreadCpuTime() - start) / 1_000_000_000L;
        assertTrue(seconds < TIME, "took " + seconds + " s for " + e.getMessage());
        long taken = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(taken < MEMORY + 6L * file.length, "took " + taken + " bytes for " + e.getMessage());
        assertTrue(e.getMessage().startsWith("weight file \"evil.pth\" "), e.getMessage());
        assertTrue(e.getMessage().length() < 600 && e.getMessage().lines().count() == 1, e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        return e.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"os.system", "posix.system", "nt.system", "builtins.eval", "builtins.exec", "__builtin__.eval",
        "builtins.getattr", "subprocess.Popen", "evil.Thing", "java.lang.Runtime", "javax.script.ScriptEngineManager",
        "torch.load", "torch._utils._rebuild_sparse_tensor", "torch.hub.load", "numpy.core.multiarray._reconstruct",
        "copyreg._reconstructor", "functools.partial", "torch.storage._load_from_bytes", "_codecs.encode"})
    void whatWouldBeCalledIsASkippedObjectAndNothingElse(String name) throws IOException {
        String module = name.substring(0, name.lastIndexOf('.'));
        String function = name.substring(name.lastIndexOf('.') + 1);
        String global = "c" + module + "\n" + function + "\n";
        Path trace = folder.resolve("trace");
        String argument = text("touch " + trace);
        for (String call : List.of(global + "(" + argument + "tR", global + argument + "\u0085\u0081",
                text(module) + text(function) + "\u0093(" + argument + "tR", "(" + argument + "i" + module + "\n" + function + "\n",
                "(" + global + argument + "o", global + argument + "\u0085}\u0092", global + ")R}" + text("a") + argument + "sb")) {
            // Beside a state dict it is skipped and named.
            try (WeightFile file = WeightFile.read("kind.pth", new ByteArrayInputStream(checkpoint(
                    pickle("}(" + text("net") + plainDict() + text("args") + call + "u."), 4)))) {
                assertEquals(Map.of("args", name), file.skipped());
                assertEquals(List.of("a"), List.copyOf(file.tensors().keySet()));
            }
            // In the place of the state dict, or of a tensor in it, there is nothing to load.
            refused(checkpoint(pickle(call + "."), 4), "all of it is an object of \"" + name + "\"", "nothing of them was run");
            refused(checkpoint(pickle("}" + text("net") + call + "s."), 4), "\"net\" is an object of \"" + name + "\"");
            refused(checkpoint(pickle("}(" + text("model") + call + text("optimizer") + "}" + text("state") + plainDict() + "su."),
                    4), "holds no state dict: \"model\" is an object of \"" + name + "\"");
            refused(checkpoint(pickle("}" + text("a") + call + "s."), 4), "\"a\" is an object of \"" + name + "\"");
        }
        refused(bytes(pickle(global + "(" + argument + "tR.")), "no checkpoint of PyTorch");
        assertFalse(Files.exists(trace));
    }

    private static String plainDict() {
        String whole = dict(storage("0", 1), 0, tuple(1), tuple(1));
        return whole.substring(2, whole.length() - 1);
    }

    @Test
    void nothingButTensorsAndDictsIsCalled() {
        refused(checkpoint(pickle("ctorch\nFloatStorage\n)R."), 4), "all of it is an object of \"torch.FloatStorage\"");
        refused(checkpoint(pickle("ctorch\nfloat32\n."), 4), "holds no dict of tensors");
        refused(checkpoint(pickle("K\u0001)R."), 4), "can't be called");
        refused(checkpoint(pickle("\u0082\u0001)R."), 4), "an object of \"extension 1\"");
        refused(checkpoint(pickle("(" + text("module") + "ctorch\nFloatStorage\n" + text("f.py") + text("import os") + "tQ)\u0081."),
                4), "all of it is an object of \"torch.FloatStorage\"");
        refused(checkpoint(pickle("(" + text("module") + "tQ."), 4), "other than a storage");
        refused(checkpoint(pickle("]}b."), 4), "attributes");
        refused(checkpoint(pickle("\u00ff."), 4), "opcode 0xff");
        refused(checkpoint(dict("(" + text("storage") + "ctorch\nQInt8Storage\n" + text("0") + text("cpu") + number(1) + "tQ", 0,
                tuple(1), tuple(1)), 4), "\"a\" is an object of \"torch._utils._rebuild_tensor_v2\"");
    }

    @Test
    void skippedObjectsDontGrowEither() {
        String object = "cevil\nThing\n)R";
        refused(checkpoint(pickle(object + "q\u0000" + "h\u0000)R0".repeat(700_000) + "."), 4), "more than 2000000 values");
        refused(checkpoint(pickle("X" + four(4096) + "a".repeat(4096) + "q\u00000" + "h\u0000h\u0000\u0093."), 4), "512 characters");
        refused(checkpoint(pickle("](" + object.repeat(200_000) + "e."), 4), "\"0\" is an object of \"evil.Thing\"");
        refused(checkpoint(pickle("}(" + (text("k".repeat(90_000)) + object).repeat(300) + "u."), 4), "kkk...");
        StringBuilder laughs = new StringBuilder("](" + object + "eq\u0000");
        for (int level = 1; level < 20; level++) {
            laughs.append("](").append(("h" + (char) (level - 1)).repeat(50)).append("eq").append((char) level);
        }
        refused(checkpoint(pickle(laughs + "."), 4), "holds no dict of tensors");
        refused(checkpoint(pickle("]q\u0000h\u0000a" + object + "a."), 4), "\"1\" is an object of \"evil.Thing\"");
    }

    @Test
    void lengthsAreCheckedBeforeMemoryIsTaken() {
        refused(checkpoint(pickle("X" + four(0xffffffffL)), 4), "claims 4294967295 bytes");
        refused(checkpoint(pickle("X" + four(0x7fffffff)), 4), "claims 2147483647 bytes");
        refused(checkpoint(pickle("\u008e" + eight(1L << 62)), 4), "claims");
        refused(checkpoint(pickle("\u008d" + eight(-1)), 4), "claims -1 bytes");
        refused(checkpoint(pickle("\u008b" + four(-5)), 4), "claims -5 bytes");
        refused(checkpoint(pickle("\u008b" + four(1000) + "\u007f".repeat(1000) + "."), 4), "number of 1000 bytes");
        refused(checkpoint(pickle("\u0095" + eight(Long.MAX_VALUE)), 4), "claims");
        refused(checkpoint(pickle("c" + "a".repeat(100_000)), 4), "without an end");
        refused(checkpoint(dict(storage("0", 1L << 40), 0, tuple(1L << 40), tuple(1)), 4), "1099511627776 elements");
        refused(checkpoint(dict(storage("0", Long.MAX_VALUE), 0, tuple(Long.MAX_VALUE), tuple(1)), 4), "can hold");
    }

    @Test
    void tensorsStayInsideTheirStorage() {
        String two = storage("0", 2);
        refused(checkpoint(dict(two, 0, tuple(3), tuple(1)), 8), "elements 0 to 2 of a run of 2");
        refused(checkpoint(dict(two, 1, tuple(2), tuple(1)), 8), "elements 1 to 2");
        refused(checkpoint(dict(two, -1, tuple(1), tuple(1)), 8), "elements -1");
        refused(checkpoint(dict(two, 0, tuple(-2), tuple(1)), 8), "negative");
        refused(checkpoint(dict(two, 1, tuple(2), tuple(-1)), 8), "negative");
        refused(checkpoint(dict(two, 0, tuple(2, 1), tuple(1)), 8), "2 sizes and 1 strides");
        refused(checkpoint(dict(two, 0, tuple(1L << 62, 4), tuple(0, 0)), 8), "larger than any file");
        refused(checkpoint(dict(two, 0, tuple(2, 2), tuple(Long.MAX_VALUE, 1)), 8), "larger than any file");
        refused(checkpoint(dict(two, 0, tuple(1 << 20, 1 << 20), tuple(0, 0)), 8), "elements on a run of 2");
        refused(checkpoint(dict(two, 0, "(" + "K\u0001".repeat(100) + "t", tuple(1)), 8), "100 dimensions");
        refused(checkpoint(dict(storage("0", -2), 0, tuple(0), tuple(1)), 8), "storage of elements");
        refused(checkpoint(dict(storage("1", 2), 0, tuple(2), tuple(1)), 8), "\"1\"", "isn't in the file");
        refused(checkpoint(dict(storage("../data.pkl", 2), 0, tuple(2), tuple(1)), 8), "isn't in the file");
        refused(checkpoint(dict(storage("0", 2), 0, tuple(2), tuple(1)), 12), "should have 8 bytes, but has 12");
        refused(checkpoint(dict(storage("0", 1) + "0" + two, 0, tuple(2), tuple(1)), 8), "in two ways");
    }

    @Test
    void smallPicklesDontGrow() {
        refused(checkpoint(pickle("]" + "2".repeat(2_100_000) + "."), 4), "more than 2000000 values");
        refused(checkpoint(pickle("}".repeat(2_100_000) + "."), 4), "more than 2000000 values");
        refused(checkpoint(pickle("(".repeat(2_100_000) + "."), 4), "more than 2000000 values");
        refused(checkpoint(pickle("](" + "N".repeat(100_000) + "eq\u0000ccollections\nOrderedDict\nq\u00010"
                + "h\u0001(h\u0000tR0".repeat(100_000) + "."), 4), "damaged");
        refused(checkpoint(pickle("](" + "]K\u0001aK\u0002a".repeat(1000) + "eq\u0000ccollections\nOrderedDict\nq\u0001"
                + "h\u0001(h\u0000tR0".repeat(100_000) + "."), 4), "more than 2000000 values");
        refused(checkpoint(pickle("X" + four(20_000_000) + "a".repeat(20_000_000) + "."), 4), "holds no dict");
        refused(checkpoint(pickle(" ".repeat(65 << 20)), 4), "has a pickle of");
        String sizes = "(" + "K\u0001".repeat(64) + "tq\u0001";
        refused(checkpoint(pickle("ctorch._utils\n_rebuild_tensor_v2\n(" + storage("0", 1) + "K\u0000" + sizes
                + "h\u0001\u0089}tq\u00020q\u00030" + "h\u0003h\u0002R0".repeat(100_000) + "."), 4), "more than 2000000 values");
    }

    @Test
    void dictsInDictsEnd() {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n(" + storage("0", 1) + "K\u0000))\u0089}tR";
        refused(checkpoint(pickle("}q\u0000" + text("a") + "h\u0000s."), 4), "deeper");
        refused(checkpoint(pickle("}q\u0000(" + text("a") + "h\u0000" + text("t") + tensor + "u."), 4), "deeper");
        StringBuilder laughs = new StringBuilder("}" + text("t") + tensor + "sq\u0000");
        for (int level = 1; level < 8; level++) {
            laughs.append("}(");
            for (int i = 0; i < 50; i++) {
                laughs.append(text("k" + i)).append('h').append((char) (level - 1));
            }
            laughs.append("uq").append((char) level);
        }
        refused(checkpoint(pickle(laughs + "."), 4), "than any state dict");
        StringBuilder names = new StringBuilder("}" + text("t") + tensor + "sq\u0000");
        names.append("}(");
        for (int i = 0; i < 1000; i++) {
            names.append(text("n".repeat(1000) + i)).append("h\u0000");
        }
        names.append("uq\u0001}(");
        for (int i = 0; i < 1000; i++) {
            names.append(text(i + "m".repeat(1000))).append("h\u0001");
        }
        refused(checkpoint(pickle(names + "u."), 4), "text in its tensors' names");
        refused(checkpoint(pickle("}]q\u0000h\u0000aNs."), 4), "neither text nor number");
        refused(checkpoint(pickle("]q\u0000" + "]h\u0000aq\u0000".repeat(50_000) + "."), 4), "holds no dict");
    }

    @Test
    void compressedAndEncryptedEntriesAreRefused() {
        Map<String, byte[]> bomb = new LinkedHashMap<>();
        bomb.put("x/data.pkl", bytes(dict(storage("0", 64 << 18), 0, tuple(64 << 18), tuple(1))));
        bomb.put("x/data/0", new byte[64 << 20]);
        byte[] file = zip(ZipEntry.DEFLATED, bomb);
        assertTrue(file.length < 1 << 20);
        refused(file, "compressed zip entry \"x/data.pkl\"");
        byte[] encrypted = checkpoint(dict(storage("0", 2), 0, tuple(2), tuple(1)), 8);
        encrypted[find(encrypted, "PK\u0001\u0002", 0) + 8] |= 1;
        refused(encrypted, "encrypted");
    }

    private static int find(byte[] file, String latin, int count) {
        int at = -1;
        for (int i = 0; i <= count; i++) {
            at = latin(file).indexOf(latin, at + 1);
        }
        return at;
    }

    @Test
    void placesInZipFilesAreChecked() {
        byte[] good = checkpoint(dict(storage("0", 2), 0, tuple(2), tuple(1)), 8);
        int pickle = find(good, "PK\u0001\u0002", 0);
        int data = find(good, "PK\u0001\u0002", 1);
        int end = find(good, "PK\u0005\u0006", 0);
        refused(changed(good, data + 42, 3), "isn't at byte 3");
        refused(changed(good, data + 42, 0), "isn't at byte 0");
        refused(changed(good, data + 42, 0x7fffffff), "lies at byte 2147483647");
        refused(changed(good, data + 42, -2), "lies at byte 4294967294");
        int beyond = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(pickle + 24) + 40;
        refused(changed(changed(good, pickle + 20, beyond), pickle + 24, beyond), "overlap");
        refused(changed(changed(good, data + 20, 0x7fffffff), data + 24, 0x7fffffff), "claims 2147483647 bytes");
        refused(changed(good, data + 20, 7), "isn't compressed, but claims");
        refused(changed(good, end + 12, 0x7fffffff), "zip table claims");
        refused(changed(good, end + 16, 0x7fffffff), "zip table claims");
        refused(changed(good, end + 16, 1), "zip table ends after 0");
        Map<String, byte[]> two = new LinkedHashMap<>();
        two.put("a/data.pkl", bytes(pickle("}.")));
        two.put("b/data.pkl", bytes(pickle("}.")));
        refused(zip(ZipEntry.STORED, two), "more than one data.pkl");
        refused(zip(ZipEntry.STORED, Map.of("image.png", new byte[9])), "no data.pkl");
        Map<String, byte[]> big = new LinkedHashMap<>();
        big.put("a/data.pkl", bytes(pickle("}.")));
        big.put("a/byteorder", bytes("big"));
        refused(zip(ZipEntry.STORED, big), "big-endian");
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return copy;
    }

    private static final String MAGIC = pickle("\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019.");

    private static byte[] stream(String version, String system, String dict, String keys, String rest) {
        return bytes(MAGIC + pickle(version + ".") + pickle(system + ".") + dict + pickle(keys + ".") + rest);
    }

    @Test
    void theStreamFormatIsCheckedTheSameWay() {
        String version = number(1001);
        String system = "}" + text("little_endian") + "\u0088s";
        String storage = storage("7", 2);
        String dict = dict(storage, 0, tuple(2), tuple(1));
        String keys = "]" + text("7") + "a";
        String data = eight(2) + "\0".repeat(8);
        assertOpens(stream(version, system, dict, keys, data));
        refused(stream(version, "}" + text("little_endian") + "\u0089s", dict, keys, data), "big-endian");
        refused(stream(version, "}", dict, keys, data), "big-endian");
        refused(stream(version, "]", dict, keys, data), "byte order");
        refused(stream(number(1002), system, dict, keys, data), "version 1002");
        refused(stream(version, system, dict, keys, eight(3) + "\0".repeat(12)), "has 3 elements", "and 2 where");
        refused(stream(version, system, dict, keys, eight(2) + "\0".repeat(7)), "cut short");
        refused(stream(version, system, dict, "]", data), "isn't in the file");
        refused(stream(version, system, dict, "]" + text("8") + "a", data), "that no tensor has");
        refused(stream(version, system, dict, keys + text("7") + "a", data + data), "twice");
        refused(stream(version, system, dict, "}", data), "doesn't list its storages");
        refused(bytes(pickle("K\u0001.")), "no checkpoint of PyTorch");
    }

    private static void assertOpens(byte[] file) {
        try (WeightFile opened = WeightFile.read("good.pth", new ByteArrayInputStream(file))) {
            assertEquals(1, opened.tensors().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void otherFilesAreRefused() {
        refused(new byte[0], "0 bytes");
        refused(bytes("<!DOCTYPE html><html><body>sign in</body></html>"), "web page");
        refused(bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"), "pointer");
        refused(new byte[4096], "neither");
        String deep = "{\"a\":" + "[".repeat(2_000_000);
        refused(bytes(eight(deep.length()) + deep), "damaged");
        String wide = "{\"a\":{\"shape\":[" + "1,".repeat(1_000_000) + "1]}}";
        refused(bytes(eight(wide.length()) + wide), "damaged");
        String numbers = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1" + "0".repeat(900) + "],\"data_offsets\":[0,4]}}";
        refused(bytes(eight(numbers.length()) + numbers + "\0".repeat(4)), "shape");
    }

    @Test
    void anIndexStaysInItsFolder() throws IOException {
        refusedIndex("{\"weight_map\":{\"a\":\"../other.safetensors\"}}", "its own folder");
        refusedIndex("{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "its own folder");
        refusedIndex("{\"weight_map\":{\"a\":\"loop.index.json\"}}", "its own folder");
        refusedIndex("{\"weight_map\":{\"a\":7}}", "names no file");
        refusedIndex("{\"weight_map\":7}", "no \"weight_map\"");
        refusedIndex("[", "no JSON object");
        refusedIndex("{\"weight_map\":", "damaged");
        GladException e = assertThrows(GladException.class, () -> {
            Files.writeString(folder.resolve("loop.index.json"), "{\"weight_map\":{\"a\":\"gone.safetensors\"}}");
            WeightFile.open(folder.resolve("loop.index.json")).close();
        });
        assertTrue(e.getMessage().contains("gone.safetensors") && e.getMessage().contains("doesn't exist"), e.getMessage());
    }

    private void refusedIndex(String json, String word) throws IOException {
        Path index = Files.writeString(folder.resolve("loop.index.json"), json);
        GladException e = assertThrows(GladException.class, () -> WeightFile.open(index).close());
        assertTrue(e.getMessage().contains("loop.index.json") && e.getMessage().contains(word), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        assertEquals(1, e.exitCode());
    }
}
