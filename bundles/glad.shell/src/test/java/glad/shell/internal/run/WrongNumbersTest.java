package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.model.Precision;
import glad.experiment.ExperimentLoader;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Verdict;
import glad.runtime.Composer;
import glad.runtime.Numbers;
import glad.runtime.WeightStore;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.model.ExportVerb;
import glad.shell.internal.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a machine whose native library computes convolutions in bf16 wrongly. */
class WrongNumbersTest {

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static ExperimentLoader loader;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        TinyTracker.images(folder.resolve("frames"), 2);
        Verdict verdict = new Verdict(List.of(
                new NumberCheck("linear", Precision.FP32, false, "5x64 by 48x64", 1e-7, 5e-6, true),
                new NumberCheck("convolution", Precision.BF16, false, "2x16x9x9 by 48x16x3x3, stride 2", 0.3, 0.02, true)), 0.2);
        Numbers numbers = new Numbers(folder.resolve("numbers"), TreeMap::new, () -> verdict);
        loader = new ExperimentLoader(new Composer(tiny.parts, numbers), tiny.parts, new WeightStore(folder));
    }

    private int track(String... more) {
        List<String> words = new ArrayList<>(List.of("track", "--input", folder.resolve("frames").toString(), "--box", "20,10,30,24",
                "--experiment", "tiny", "--out", folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return tiny.run(new TrackVerb(new ModelSource(tiny.experiments, loader), null), words);
    }

    @Test
    void whatWouldUseThemIsRefusedWithTheRemedyBeforeAnythingIsWritten() throws IOException {
        String[] words = {"convolution bf16", "off by 3.0e-01", "--precision fp32", "ONEDNN_MAX_CPU_ISA=AVX2",
            "./glad doctor --numbers"};
        Path out = folder.resolve("refused");
        tiny.refused(1, track("--precision", "bf16", "--out", out.toString()), words);
        tiny.refused(1, tiny.run(new ExportVerb(new ModelSource(tiny.experiments, loader)),
                List.of("export", "tiny", "--out", out.toString(), "--precision", "bf16")), words);
        tiny.refused(1, tiny.run(new ProfileVerb(new ModelSource(tiny.experiments, loader)),
                List.of("profile", "tiny", "--weights", "random", "--precision", "bf16")), words);
        assertFalse(Files.exists(out));
    }

    @Test
    void theRestRunsAndSaysSoInItsProvenance() throws IOException {
        assertEquals(0, track("--precision", "fp32"), tiny.err());
        String said = new JsonMapper().readTree(folder.resolve("out/boxes.json").toFile()).path("provenance").path("machine")
                .path("numbers").asText();
        assertTrue(said.startsWith("1 of 2 checks of the native library failed: convolution bf16"), said);
    }
}
