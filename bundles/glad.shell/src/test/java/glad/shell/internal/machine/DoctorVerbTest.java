package glad.shell.internal.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.model.Precision;
import glad.nn.TorchInfo;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Verdict;
import glad.runtime.Numbers;
import glad.runtime.Settings;
import glad.shell.internal.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Verdict verdict = new Verdict(List.of(
            new NumberCheck("linear", Precision.FP32, false, "5x64 by 48x64", 1e-7, 5e-6, true),
            new NumberCheck("linear", Precision.FP32, true, "5x64 by 48x64", 2e-7, 5e-6, true),
            new NumberCheck("convolution", Precision.BF16, false, "2x3x6x6 by 8x3x3x3, stride 1", 0.4, 0.02, false)), 0.25);

    @TempDir
    private Path proc;
    private Numbers numbers;
    private ToDoubleFunction<Precision> rate = precision -> 1;

    @BeforeEach
    void knowNothing() {
        numbers = new Numbers(proc.resolve("numbers"), TreeMap::new, () -> verdict);
    }

    private int run(Map<String, String> environment, String... args) {
        String[] words = new String[args.length + 1];
        words[0] = "doctor";
        System.arraycopy(args, 0, words, 1, args.length);
        return CommandLines.of(Map.of("doctor", new DoctorVerb(proc, environment, numbers, new Settings(proc.resolve("settings.yaml")), rate)),
                new PrintWriter(out), new PrintWriter(err)).execute(words);
    }

    @Test
    void namesTheLibrariesThatAreInUseAndWhatAGpuRunLacks() throws IOException {
        rate = TorchInfo::gigaflops;
        assertEquals(0, run(Map.of(), "--json"), err.toString());
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertEquals("2.7.1", report.path("libtorch").path("version").asText());
        assertTrue(Files.isDirectory(Path.of(report.path("libtorch").path("folder").asText())));
        assertTrue(report.path("gigaflops").path("fp32").asDouble() > 0 && report.path("gigaflops").path("bf16").asDouble() > 0);
        assertTrue(report.path("opencv").asText().matches("4\\..*"), report.path("opencv").asText());
        assertFalse(report.path("ffmpeg").asText().isEmpty());
        assertEquals("cpu", report.path("device").asText());
        if (report.path("gpu").path("count").asInt() == 0) {
            String lacks = report.path("gpu").path("missing").toString();
            assertTrue(lacks.contains("driver") && lacks.contains("libtorch 2.7.1 built for CUDA 12.8")
                    && lacks.contains("PYTORCH_FLAVOR=cu128"), lacks);
        }
    }

    @Test
    void everyPlaceIsNamedWithWhetherItIsThere() throws IOException {
        Path weights = Files.createDirectory(proc.resolve("weights"));
        new Settings(proc.resolve("settings.yaml")).set("weights", weights.toString(), false);
        new Settings(proc.resolve("settings.yaml")).set("cache", proc.resolve("cache").toString(), false);
        assertEquals(0, run(Map.of()), err.toString());
        assertTrue(out.toString().matches("(?s).*\\Rweights +\\Q" + weights + "\\E\\R.*"), out.toString());
        assertTrue(System.getenv("GLAD_CACHE") != null || out.toString().contains(proc.resolve("cache") + " (not there yet)"));
        out.getBuffer().setLength(0);
        assertEquals(0, run(Map.of(), "--json"));
        JsonNode places = new JsonMapper().readTree(out.toString()).path("places");
        assertEquals(proc.resolve("settings.yaml").toString(), places.path("settings").path(0).asText());
        assertEquals(2, places.path("experiments").size());
        assertEquals(2, places.path("plugins").size());
        assertEquals(Path.of("runs").toAbsolutePath().toString(), places.path("runs").path(0).asText());
    }

    @Test
    void whatIsThereForAGpuIsNotCalledMissing() throws IOException {
        Files.createDirectories(proc.resolve("driver/nvidia"));
        Files.writeString(proc.resolve("driver/nvidia/version"), "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.1\nGCC\n");
        Path libraries = Files.createDirectory(proc.resolve("lib"));
        Files.createFile(libraries.resolve(System.mapLibraryName("torch_cuda")));
        assertEquals(0, run(Map.of("PYTORCH_LIBRARY_PATH", libraries.toString(), "PYTORCH_FLAVOR", "cu128"), "--json"));
        JsonNode gpu = new JsonMapper().readTree(out.toString()).path("gpu");
        assertTrue(gpu.path("missing").isEmpty(), gpu.toString());
        assertEquals("NVIDIA UNIX x86_64 Kernel Module  570.1", gpu.path("driver").asText());
    }

    @Test
    void aFolderWithoutCudaAndAnotherFlavourAreNamed() {
        assertEquals(0, run(Map.of("PYTORCH_LIBRARY_PATH", proc.toString(), "PYTORCH_FLAVOR", "cpu")));
        assertTrue(out.toString().contains("\"" + proc + "\" has no ") && out.toString().contains("it is \"cpu\""),
                out.toString());
    }

    @Test
    void aDeviceThatIsntThereIsRefused() {
        assertEquals(2, run(Map.of(), "--device", "gpu77"));
        assertTrue(err.toString().contains("\"gpu77\""), err.toString());
    }

    @Test
    void numbersShowsEveryOperatorAndWhatLayersAvoid() throws IOException {
        assertEquals(0, run(Map.of("ONEDNN_MAX_CPU_ISA", "AVX2"), "--numbers"), err.toString());
        assertTrue(out.toString().contains("ONEDNN_MAX_CPU_ISA=AVX2") && out.toString().contains("all 2 checks")
                && out.toString().contains("which computes them wrongly here")
                && out.toString().matches("(?s).*linear +fp32 +1 +1\\.0e-07 +2\\.0e-07 +5e-06\\R.*"), out.toString());
        assertTrue(numbers.kept().isPresent());
    }

    @Test
    void numbersThatAreWrongAreNamedAndFail() throws IOException {
        verdict = new Verdict(List.of(
                new NumberCheck("softmax", Precision.BF16, true, "4x77", Double.NaN, 0.02, true)), 0.25);
        assertEquals(1, run(Map.of(), "--numbers", "--json"));
        assertTrue(err.toString().contains("softmax backward bf16 (4x77) gave NaN or Inf"), err.toString());
        JsonNode check = new JsonMapper().readTree(out.toString()).path("checks").path(0);
        assertEquals("softmax", check.path("operator").asText());
        assertFalse(check.path("passed").asBoolean(true));
    }
}
