package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import glad.api.GladException;
import glad.api.model.Mode;
import glad.api.model.Precision;
import glad.nn.numbers.KnownAnswers;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumbersTest {

    private final TreeMap<String, String> surroundings = new TreeMap<>(Map.of("processor", "Some CPU"));
    private final Verdict wrong = new Verdict(List.of(
            new NumberCheck("linear", Precision.FP32, false, "5x64 by 48x64", 1e-7, 5e-6, true),
            new NumberCheck("convolution", Precision.BF16, false, "2x16x9x9 by 48x16x3x3", Double.NaN, 0.02, true),
            new NumberCheck("softmax", Precision.BF16, true, "4x77", Double.POSITIVE_INFINITY, 0.02, true)), 0.25);
    private int tested;

    @TempDir
    private Path folder;

    private Numbers numbers(Path where) {
        return new Numbers(where, () -> surroundings, () -> {
            tested++;
            return wrong;
        });
    }

    @Test
    void aVerdictIsKeptUntilAnythingItDependsOnChanges() {
        assertTrue(numbers(folder).kept().isEmpty());
        assertEquals(wrong, numbers(folder).verdict());
        assertEquals(wrong, numbers(folder).verdict(), "NaN and all, read from the file");
        assertEquals(1, tested);
        surroundings.put("ONEDNN_MAX_CPU_ISA", "AVX2");
        numbers(folder).verdict();
        assertEquals(2, tested);
        surroundings.remove("ONEDNN_MAX_CPU_ISA");
        numbers(folder).verdict();
        assertEquals(2, tested);
        numbers(folder).anew();
        assertEquals(3, tested);
    }

    @Test
    void aVerdictThatCannotBeReadIsMadeAnew() throws Exception {
        numbers(folder).verdict();
        Path file;
        try (var files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        for (String damaged : List.of("", "{", "{\"checks\": [], \"seconds\": 1}", "{\"checks\": null}", "[]", "null")) {
            Files.writeString(file, damaged);
            int before = tested;
            assertEquals(wrong, numbers(folder).verdict(), damaged);
            assertEquals(before + 1, tested, damaged);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTheTime() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Numbers numbers = numbers(file.resolve("numbers"));
        assertEquals(wrong, numbers.verdict());
        assertEquals(wrong, numbers.verdict());
        assertEquals(1, tested, "known to whoever asked");
        numbers(file.resolve("numbers")).verdict();
        assertEquals(2, tested);
    }

    @Test
    void theComposerRefusesWhatWouldBeComputedWrongly() {
        Composer composer = new Composer(new Parts(), numbers(folder));
        Placement bf16 = new Placement(Device.cpu(), Precision.BF16, 0);
        ModelSpec spec = TinyGlad.spec();
        GladException refused = assertThrows(GladException.class, () -> composer.compose(spec, bf16));
        assertEquals(1, refused.exitCode());
        assertTrue(refused.getMessage().contains("convolution bf16 (2x16x9x9 by 48x16x3x3) gave NaN or Inf")
                && refused.getMessage().contains("--precision fp32")
                && !refused.getMessage().contains("softmax"), refused.getMessage());
        composer.check(Placement.cpu(), Mode.TRAIN);
        assertTrue(assertThrows(GladException.class, () -> composer.check(bf16, Mode.TRAIN)).getMessage().contains("softmax"));
        composer.check(new Placement(Device.gpu(0), Precision.BF16, 0), Mode.TRAIN);
    }

    @Test
    void thisMachineComputesRightly() {
        Numbers here = new Numbers(folder, () -> surroundings, () -> new KnownAnswers().run());
        here.verdict().require(Precision.BF16, Mode.TRAIN);
    }
}
