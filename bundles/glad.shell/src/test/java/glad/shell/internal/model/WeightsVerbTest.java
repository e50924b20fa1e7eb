package glad.shell.internal.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.experiment.Experiments;
import glad.nn.Torch;
import glad.nn.weights.WeightFile;
import glad.runtime.WeightStore;
import glad.shell.ShellCommand;
import glad.shell.internal.CommandLines;
import glad.testing.DetFill;
import glad.testing.PublishedWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code weights inspect} and {@code weights convert}, and every kind of wrong input. */
class WeightsVerbTest {

    private static final Shape SHAPE = new Shape(7, 5);
    private static final List<PublishedWeights.Tensor> TENSORS = List.of(
            PublishedWeights.detFill("encoder.weight", SHAPE),
            PublishedWeights.detFill("encoder.bias", new Shape(7)),
            PublishedWeights.detFill("head.num_batches_tracked", new Shape()));

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() {
        PublishedWeights.torchZip(folder.resolve("GLAD.pth.tar"), "net", TENSORS);
        PublishedWeights.torchStream(folder.resolve("old.pth"), "", TENSORS);
        PublishedWeights.sharded(folder, "model", 2, TENSORS);
    }

    private int weights(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        WeightStore store = new WeightStore(folder);
        Map<String, ShellCommand> verbs = new TreeMap<>(Map.of("weights", new WeightsVerb(new ModelSource(new Experiments(folder), null), store),
                "weights inspect", new InspectWeightsVerb(store), "weights convert", new ConvertWeightsVerb(store)));
        String[] all = Stream.concat(Stream.of("weights"), Arrays.stream(args)).toArray(String[]::new);
        return CommandLines.of(verbs, new PrintWriter(out), new PrintWriter(err)).execute(all);
    }

    private void refused(int code, int given, String... words) {
        String text = err.toString();
        assertEquals(code, given, text);
        assertEquals(1, text.lines().count(), text);
        for (String word : words) {
            assertTrue(text.contains(word), text);
        }
        assertEquals("", out.toString());
    }

    @Test
    void inspectListsTensorsAndWhatTheyComeTo() throws IOException {
        assertEquals(0, weights("inspect", "GLAD.pth.tar"), err.toString());
        assertEquals("GLAD.pth.tar: PyTorch zip format, below \"net\"\n  encoder.weight            F32   [7, 5]\n"
                + "  encoder.bias              F32   [7]\n  head.num_batches_tracked  I64   []\n"
                + "3 tensors {F32=2, I64=1}, 43 values, 0.0 MB\n", out.toString());
        assertEquals(0, weights("inspect", "--json", folder.resolve("old.pth").toString()), err.toString());
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertEquals("PyTorch stream format", json.path("format").asText());
        assertEquals(3, json.path("count").asInt());
        assertEquals(43, json.path("values").asInt());
        assertEquals(42 * 4 + 8, json.path("bytes").asInt());
        assertEquals("[7,5]", json.path("tensors").get(0).path("shape").toString());
        assertEquals(0, weights("inspect", "model.safetensors.index.json"), err.toString());
        assertTrue(out.toString().contains("2 files of safetensors"), out.toString());
    }

    @Test
    void inspectNamesTheObjectsThatWereSkipped() throws IOException {
        String evil = "\u0080\u0002}(X\u0003\0\0\0net}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\n"
                + "FloatStorage\nX\u0001\0\0\0" + "0X\u0003\0\0\0cpuK\u0001tQK\u0000K\u0001\u0085K\u0001\u0085\u0089}tRs"
                + "X\u0008\0\0\0settingscposix\nsystem\n(X\u0001\0\0\0:tRu.";
        stored(folder.resolve("settings.pth"), Map.of("x/data.pkl", evil.getBytes(StandardCharsets.ISO_8859_1), "x/data/0", new byte[4]));
        assertEquals(0, weights("inspect", "settings.pth"), err.toString());
        assertTrue(out.toString().contains("settings  skipped: an object of posix.system\n"), out.toString());
        assertEquals(0, weights("inspect", "--json", "settings.pth"), err.toString());
        assertEquals("{\"settings\":\"posix.system\"}", new JsonMapper().readTree(out.toString()).path("skipped").toString());
    }

    private static void stored(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(each.getValue().length);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        }
    }

    @Test
    void convertKeepsEveryValue() throws IOException {
        for (String in : List.of("GLAD.pth.tar", "old.pth", "model.safetensors.index.json")) {
            Path to = folder.resolve("new/" + in + ".safetensors");
            assertEquals(0, weights("convert", in, to.toString()), err.toString());
            assertTrue(out.toString().startsWith("convert: 3 tensors, 0.0 MB, "), out.toString());
            assertArrayEquals(DetFill.uniform("encoder.weight", SHAPE, Math.sqrt(3.0 / 5), 0), read(to, "encoder.weight"));
            try (WeightFile file = WeightFile.open(to)) {
                assertEquals("safetensors", file.format());
                assertEquals("I64", file.tensors().get("head.num_batches_tracked").dtype());
            }
        }
        try (Stream<Path> left = Files.list(folder.resolve("new"))) {
            assertFalse(left.anyMatch(p -> p.toString().endsWith(".part")));
        }
    }

    @Test
    void convertRoundsToTheTypeAskedFor() {
        float[] exact = DetFill.uniform("encoder.weight", SHAPE, Math.sqrt(3.0 / 5), 0);
        Map<String, Double> steps = Map.of("f32", 0.0, "f16", 0x1p-11, "bf16", 0x1p-8);
        steps.forEach((dtype, step) -> {
            Path to = folder.resolve(dtype + ".safetensors");
            assertEquals(0, weights("convert", "old.pth", to.toString(), "--dtype", dtype), err.toString());
            float[] rounded = read(to, "encoder.weight");
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i], rounded[i], Math.abs(exact[i]) * step, dtype);
            }
            try (WeightFile file = WeightFile.open(to)) {
                assertEquals(dtype.toUpperCase(), file.tensors().get("encoder.weight").dtype());
                assertEquals("I64", file.tensors().get("head.num_batches_tracked").dtype());
            }
        });
        Path back = folder.resolve("back.safetensors");
        assertEquals(0, weights("convert", "bf16.safetensors", back.toString(), "--dtype", "F32"), err.toString());
        assertArrayEquals(read(folder.resolve("bf16.safetensors"), "encoder.weight"), read(back, "encoder.weight"));
    }

    private static float[] read(Path path, String name) {
        try (WeightFile file = WeightFile.open(path); NDManager manager = Torch.manager()) {
            return file.read(name, manager).toFloatArray();
        }
    }

    @Test
    void refusesWrongWords() {
        refused(2, weights("inspct", "old.pth"), "\"old.pth\"", "see ./glad weights --help");
        refused(2, weights("inspect"), "FILE", "see ./glad weights inspect --help");
        refused(2, weights("convert", "old.pth"), "OUT", "see ./glad weights convert --help");
        refused(2, weights("convert", "old.pth", "x.pth"), "\"x.pth\"", ".safetensors");
        refused(2, weights("convert", "old.pth", folder.resolve("x.safetensors").toString(), "--dtype", "f8"), "\"f8\"",
                "expected f32, f16 or bf16");
    }

    @Test
    void refusesFilesThatAreMissingOrNoWeights() throws IOException {
        refused(1, weights("inspect", "gone.pth"), "gone.pth", "it holds");
        refused(2, weights("inspect", folder.toString()), "is a folder");
        Files.writeString(folder.resolve("page.pth"), "<!DOCTYPE html><html></html>");
        refused(1, weights("inspect", "page.pth"), "page.pth", "web page");
        byte[] whole = Files.readAllBytes(folder.resolve("old.pth"));
        Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length - 1));
        Path to = folder.resolve("never.safetensors");
        refused(1, weights("convert", "cut.pth", to.toString()), "cut.pth", "cut short");
        assertFalse(Files.exists(to));
        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(1, weights("convert", "old.pth", file.resolve("below.safetensors").toString()), "can't be written");
    }
}
