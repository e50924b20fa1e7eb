package glad.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files under {@code pickles/} were written by Python 3, one per protocol. */
class PickleTest {

    private static final int VALUES = 10_000;

    private static byte[] file(String name) {
        try (InputStream in = PickleTest.class.getResourceAsStream("/pickles/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object load(byte[] pickle) {
        return new Pickle(ByteBuffer.wrap(pickle), VALUES).load();
    }

    private static Object load(String latin) {
        return load(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void plainDataIsReadInEveryProtocol(int protocol) {
        Map<?, ?> read = (Map<?, ?>) load(file("plain." + protocol + ".pkl"));
        BigInteger large = BigInteger.valueOf(3).pow(50);
        assertEquals(Arrays.asList(0L, 1L, -2L, 255L, 256L, 65536L, -(1L << 31), 1L << 40, large, large.negate(), 2.5, -0.0,
                Double.POSITIVE_INFINITY, null, true, false), read.get("numbers"));
        assertEquals("Größe 5 €\n\\u0041 \uD83D\uDE00 'x'", read.get("text"));
        List<Object> none = List.of();
        assertEquals(new Pickle.Tuple(List.of(1L, new Pickle.Tuple(List.of(2L)), new Pickle.Tuple(List.of(3L, 4L)),
                new Pickle.Tuple(List.of(5L, 6L, 7L)), new Pickle.Tuple(none))), read.get("tuples"));
        assertTrue(read.get("tuples") == read.get("again"));
    }

    @Test
    void whatPythonTwoWroteIsRead() {
        assertEquals(List.of(Map.of("sent_id", 12L, "sent", "the \"dog\" caf\u00e9", "raw", "a\\b\n\u00ff\u0001'", "ok", true,
                "area", 1.5, "big", 7L)), load("(lp0\n(dp1\nS'sent_id'\np2\nI12\nsS'sent'\np3\nS'the \"dog\" caf\\xc3\\xa9'\np4\n"
                + "sS'raw'\np5\nS\"a\\\\b\\n\\xff\\x01\\'\"\np6\nsS'ok'\nI01\nsS'area'\nF1.5\nsS'big'\nL7L\nsa."));
        assertEquals(List.of("x", "x"), load("(lp0\nVx\np1\nag1\na."));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void objectsAreNamedAndNeverBuilt(int protocol) {
        Map<?, ?> read = (Map<?, ?>) load(file("objects." + protocol + ".pkl"));
        assertEquals(List.of(1L, Map.of("a", 2L)), read.get("kept"));
        // The oldest protocols have one class for all that they rebuild by what it consists of.
        String old = "copy_reg._reconstructor";
        named("argparse.Namespace", protocol < 2 ? old : null, read.get("args"));
        named("builtins.set", "__builtin__.set", read.get("set"));
        named("builtins.frozenset", "__builtin__.frozenset", read.get("frozen"));
        named("collections.defaultdict", null, read.get("default"));
        named("trainer.Config", protocol < 2 ? old : null, read.get("config"));
        named("trainer.Meters", protocol < 2 ? old : null, read.get("meters"));
        named("collections.deque", null, read.get("deque"));
        named("builtins.complex", "__builtin__.complex", read.get("complex"));
        assertTrue(((SkippedObject) read.get("scalar")).className().endsWith("multiarray.scalar"));
        assertTrue(((SkippedObject) read.get("array")).className().contains("_reconstruct")
                || ((SkippedObject) read.get("array")).className().contains("_frombuffer"));
        assertTrue(((SkippedObject) read.get("path")).className().contains("PurePosixPath"));
        Map<?, ?> phases = (Map<?, ?>) read.get("phases");
        assertEquals("trainer.Phase", ((SkippedObject) phases.keySet().iterator().next()).className());
        Map<?, ?> pairs = (Map<?, ?>) read.get("pairs");
        assertEquals("builtins.tuple", ((SkippedObject) pairs.keySet().iterator().next()).className());
        assertEquals(List.of(3L), List.copyOf(pairs.values()));
    }

    private static void named(String name, String or, Object value) {
        String found = assertInstanceOf(SkippedObject.class, value).className();
        assertTrue(found.equals(name) || found.equals(or), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cposix\nsystem\n(S'touch /nowhere'\ntR.", "(S'touch /nowhere'\niposix\nsystem\n.",
        "(cposix\nsystem\nS'touch /nowhere'\no.", "S'posix'\nS'system'\n\u0093S'touch /nowhere'\n\u0085R.",
        "cposix\nsystem\n)\u0081.", "cposix\nsystem\n)}\u0092.", "cposix\nsystem\n)R}b.", "cposix\nsystem\n)R(S'k'\nNu.",
        "cposix\nsystem\n)R(Ne.", "cposix\nsystem\n)RNa.", "cposix\nsystem\n)R(R.", "cposix\nsystem\n)R)R."})
    void aCallIsASkippedObjectHoweverItIsWritten(String pickle) {
        if (pickle.endsWith("(R.")) {
            assertThrows(PickleException.class, () -> load(pickle));
            return;
        }
        assertEquals("posix.system", assertInstanceOf(SkippedObject.class, load(pickle)).className());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"I12|without an end", "Iabc\\n.|whole number", "Fx\\n.|a number", "S'a\\n.|without quotes",
        "S'a\\\\'\\n.|ends in an escape", "S'\\\\x1'\\n.|2 digits", "V\\\\u12\\n.|4 digits", "V\\\\Uffffffff\\n.|Unicode",
        "g7\\n.|never kept", "gx\\n.|kept value", "Px\\n.|outside of it", "K|claims 1 bytes", "0.|takes a value", "t.|never began",
        "(o.|can't be called", "N(\\u0090.|other than a set", "NNb.|attributes", "]N\\u0092.|takes a value", "]Ns.|takes a value",
        "}]Ns.|neither text nor number", "]NNs.|other than a dict"})
    void faultsAreNamed(String escaped, String words) {
        String pickle = escaped.replace("\\n", "\n").replace("\\u0090", "\u0090").replace("\\u0092", "\u0092")
                .replace("\\\\", "\\");
        PickleException e = assertThrows(PickleException.class, () -> load(pickle));
        assertTrue(e.damaged() && e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void theBudgetHolds() {
        PickleException e = assertThrows(PickleException.class, () -> load("(" + "I1\n".repeat(VALUES) + "l."));
        assertTrue(!e.damaged() && e.getMessage().contains("more than 10000 values"), e.getMessage());
        assertThrows(PickleException.class, () -> load("(lp0\n" + "g0\n".repeat(VALUES) + "."));
        String longName = "X\u0000\u0004\u0000\u0000" + "a".repeat(1024) + "q\u0000";
        PickleException name = assertThrows(PickleException.class, () -> load(longName + "h\u0000\u0093."));
        assertTrue(name.getMessage().contains("512 characters"), name.getMessage());
    }

    @Test
    void severalPicklesInARowShareABudget() {
        Pickle two = new Pickle(ByteBuffer.wrap("I1\n.I2\n.I3\n.".getBytes(StandardCharsets.ISO_8859_1)), 2);
        assertEquals(1L, two.load());
        assertEquals(2L, two.load());
        assertThrows(PickleException.class, two::load);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "objects"})
    void whateverIsChangedEndsInAValueOrOneError(String name) {
        int refused = 0;
        for (int protocol = 0; protocol <= 5; protocol++) {
            byte[] whole = file(name + "." + protocol + ".pkl");
            for (int i = 0; i < 1000; i++) {
                Random random = new Random(i);
                byte[] mutant = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int k = 0; k < 1 + i % 3 && mutant.length > 0; k++) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
                }
                try {
                    load(mutant);
                } catch (PickleException e) {
                    assertFalse(e.getMessage().isEmpty());
                    refused++;
                }
            }
        }
        assertTrue(refused > 1500, refused + " refused");
    }
}
