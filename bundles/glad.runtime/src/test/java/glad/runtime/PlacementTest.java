package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.nn.Torch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void readsDeviceAndPrecision() {
        assertEquals(new Placement(Device.cpu(), Precision.BF16, 7), Placement.parse("cpu", "bf16", 7));
        assertEquals(new Placement(Device.cpu(), Precision.FP32, 0), Placement.cpu());
    }

    @Test
    void aDeviceThatIsntThereIsRefusedWithWhatWasFound() {
        int count = Torch.engine().getGpuCount();
        GladException e = assertThrows(GladException.class, () -> Placement.parse("gpu" + count, "fp32", 0));
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains("\"gpu" + count + "\""), e.getMessage());
        assertTrue(e.getMessage().contains(count == 0 ? "found no GPU" : "found " + count + " GPU"), e.getMessage());
    }

    @Test
    void severalDevicesAreReadInOrder() {
        Placement cpu = Placement.parse("cpu", "bf16", 7);
        assertEquals(List.of(cpu), Placement.several("cpu", "bf16", 7));
        assertEquals(List.of(cpu, cpu), Placement.several("cpu, cpu", "bf16", 7));
        int count = Torch.engine().getGpuCount();
        List<String> words = IntStream.range(0, count).mapToObj(i -> "gpu" + i).toList();
        if (count > 0) {
            assertEquals(words.stream().map(word -> Placement.parse(word, "fp32", 0)).toList(),
                    Placement.several(String.join(",", words), "fp32", 0));
        }
    }

    @Test
    void oneWrongDeviceAmongSeveralIsNamed() {
        int count = Torch.engine().getGpuCount();
        for (String word : List.of("gpu" + count, "tpu", "")) {
            GladException e = assertThrows(GladException.class, () -> Placement.several("cpu," + word, "fp32", 0));
            assertEquals(2, e.exitCode());
            assertTrue(e.getMessage().contains("\"" + word + "\""), e.getMessage());
        }
        if (count > 0) {
            GladException e = assertThrows(GladException.class, () -> Placement.several("cpu,gpu0", "fp32", 0));
            assertTrue(e.getMessage().contains("two kinds"), e.getMessage());
        }
    }

    @Test
    void unknownWordsAreRefusedWithTheKnownOnes() {
        GladException device = assertThrows(GladException.class, () -> Placement.parse("tpu", "fp32", 0));
        assertTrue(device.getMessage().contains("\"tpu\"") && device.getMessage().contains("cpu"), device.getMessage());
        GladException precision = assertThrows(GladException.class, () -> Placement.parse("cpu", "fp8", 0));
        assertTrue(precision.getMessage().contains("\"fp8\"; expected fp32, bf16 or fp16"), precision.getMessage());
    }
}
