package glad.nn.numbers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import glad.api.GladException;
import glad.api.model.Mode;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.numbers.internal.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownAnswersTest {

    private static float[] right(Kernel kernel, boolean train, NDArray... inputs) {
        try (NDArray row = kernel.one(train, inputs)) {
            return row.toFloatArray();
        }
    }

    private static Set<String> named(Verdict verdict) {
        return verdict.failures().stream().map(NumberCheck::operator).collect(Collectors.toSet());
    }

    @Test
    void theLibraryComputesRightlyHereAndTheTestIsCheap() {
        Verdict verdict = new KnownAnswers().run();
        assertEquals(List.of(), verdict.failures());
        assertTrue(verdict.seconds() < 2, verdict.seconds() + " s of processor time");
        Set<String> operators = verdict.checks().stream().map(NumberCheck::operator).collect(Collectors.toSet());
        assertTrue(operators.containsAll(Stream.of(Operator.values()).filter(o -> o != Operator.ONEDNN_CONVOLUTION)
                .map(o -> o.name().toLowerCase().replace('_', ' ')).toList()), operators.toString());
        assertDoesNotThrow(() -> verdict.require(Precision.BF16, Mode.TRAIN));
    }

    @Test
    void operatorsThatAreWrongOrGiveNaNOrRefuseAreNamed() {
        Verdict verdict = new KnownAnswers((operator, kernel, train, inputs) -> {
            float[] row = right(kernel, train, inputs);
            switch (operator) {
                case SOFTMAX -> row[row.length / 2] += 0.1f;
                case GROUP_NORM -> row[1] = Float.NaN;
                case SILU -> row[1] = Float.POSITIVE_INFINITY;
                case BILINEAR -> throw new EngineException("not implemented");
                default -> { }
            }
            return row;
        }).run();
        assertEquals(Set.of("softmax", "group norm", "silu", "bilinear"), named(verdict));
        assertEquals(6 + 6 + 3, verdict.failures().stream().filter(c -> c.operator().equals("softmax")).count());
        assertTrue(verdict.failures().stream().anyMatch(c -> c.toString().contains("gave NaN or Inf")));
        assertTrue(verdict.failures().stream().anyMatch(c -> c.toString().contains("refused by the library")));
        assertTrue(verdict.summary().contains("softmax fp32 (3x5x64) is off by"), verdict.summary());
    }

    @Test
    void aFaultOfBf16RefusesBf16AndNamesTheOtherPrecision() {
        Verdict verdict = only(new NumberCheck("convolution", Precision.BF16, false, "2x16x9x9", 0.3, 0.02, true));
        assertDoesNotThrow(() -> verdict.require(Precision.FP32, Mode.TRAIN));
        GladException refused = assertThrows(GladException.class, () -> verdict.require(Precision.BF16, Mode.INFER));
        assertEquals(1, refused.exitCode());
        assertTrue(refused.getMessage().contains("convolution bf16 (2x16x9x9) is off by 3.0e-01")
                && refused.getMessage().contains("--precision fp32")
                && refused.getMessage().contains("ONEDNN_MAX_CPU_ISA=AVX2"), refused.getMessage());
    }

    @Test
    void aFaultOfFp16RefusesFp16AloneAndNamesBf16() {
        Verdict verdict = only(new NumberCheck("linear", Precision.FP16, false, "5x64", Double.POSITIVE_INFINITY, 2.5e-3, true));
        assertDoesNotThrow(() -> verdict.require(Precision.FP32, Mode.TRAIN));
        assertDoesNotThrow(() -> verdict.require(Precision.BF16, Mode.TRAIN));
        GladException refused = assertThrows(GladException.class, () -> verdict.require(Precision.FP16, Mode.INFER));
        assertTrue(refused.getMessage().contains("linear fp16 (5x64) was refused by the library")
                && refused.getMessage().contains("--precision bf16"), refused.getMessage());
    }

    @Test
    void aFaultOfFp32RefusesEverythingAndOneOfGradientsOnlyTraining() {
        Verdict forward = only(new NumberCheck("linear", Precision.FP32, false, "5x64", Double.NaN, 5e-6, true));
        for (Precision precision : Precision.values()) {
            GladException refused = assertThrows(GladException.class, () -> forward.require(precision, Mode.INFER));
            assertTrue(refused.getMessage().contains("ONEDNN_MAX_CPU_ISA=AVX2")
                    && !refused.getMessage().contains("--precision"), refused.getMessage());
        }
        Verdict backward = only(new NumberCheck("linear", Precision.FP32, true, "5x64", 1, 5e-6, true));
        assertDoesNotThrow(() -> backward.require(Precision.BF16, Mode.INFER));
        assertThrows(GladException.class, () -> backward.require(Precision.FP32, Mode.TRAIN));
    }

    @Test
    void whatModelsAvoidRefusesNothing() {
        Verdict verdict = only(new NumberCheck("convolution", Precision.FP32, false, "2x3x6x6", 0.3, 5e-6, false));
        assertDoesNotThrow(() -> verdict.require(Precision.BF16, Mode.TRAIN));
        assertEquals(1, verdict.avoided().size());
        assertEquals("all 0 checks of the native library passed", verdict.summary());
    }

    private static Verdict only(NumberCheck check) {
        return new Verdict(List.of(check), 0.1);
    }

    @Test
    void readsTheProcessorFromTheSystemsFile(@TempDir Path proc) throws Exception {
        Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\ncpu family\t: 26\nmodel\t\t: 2\nmodel name\t: Some CPU\n"
                + "stepping\t: 1\nflags\t\t: fpu fma avx2 avx512f avx512_bf16 rdtscp smep\n\nprocessor\t: 1\nmodel name\t: Other\n");
        Processor processor = Processor.read(proc);
        assertEquals("Some CPU, family 26 model 2 stepping 1", processor.title());
        assertEquals(List.of("avx2", "avx512_bf16", "avx512f", "fma"), processor.instructionSets());
        assertEquals("unknown, family unknown", Processor.read(proc.resolve("nowhere")).title());
    }

    @Test
    void onlyVariablesThatCanChangeNumbersAreSettings() {
        assertEquals(Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "OMP_NUM_THREADS", "1"), Processor.settings(
                Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "OMP_NUM_THREADS", "1", "HOME", "/nowhere", "SECRET", "x")));
    }
}
