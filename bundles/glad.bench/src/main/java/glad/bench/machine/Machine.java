package glad.bench.machine;

import glad.nn.numbers.Processor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The machine that this process runs on, as far as the system tells: Linux tells all of it.
 *
 * @param processor the processor
 * @param processors processors that this process may use
 * @param memory bytes of memory; 0 if unknown
 * @param available bytes of memory that could be had now; 0 if unknown
 * @param nvidia what the NVIDIA driver says of itself; empty if none is loaded
 */
public record Machine(Processor processor, int processors, long memory, long available, String nvidia) {

    private static final List<String> BF16 = List.of("avx512_bf16", "amx_bf16", "bf16");

    /**
     * Asks the system.
     *
     * @param proc the folder {@code /proc}
     * @throws IOException if a file of it is there and can't be read
     */
    public static Machine read(Path proc) throws IOException {
        List<String> memory = lines(proc.resolve("meminfo"));
        List<String> driver = lines(proc.resolve("driver/nvidia/version"));
        return new Machine(Processor.read(proc), Runtime.getRuntime().availableProcessors(), physical(),
                kilobytes(value(memory, "MemAvailable", "0 kB")),
                driver.isEmpty() ? "" : driver.get(0).replaceFirst("^NVRM version:\\s*", "").strip());
    }

    /** Tells whether the processor multiplies bfloat16 by itself; without, bf16 costs more time than fp32. */
    public boolean bf16() {
        return processor.instructionSets().stream().anyMatch(BF16::contains);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream().map(line -> line.split("\\s*:\\s*", 2))
                .filter(pair -> pair.length == 2 && pair[0].equals(key)).map(pair -> pair[1].strip())
                .findFirst().orElse(otherwise);
    }

    private static long kilobytes(String text) {
        return Arrays.stream(text.split(" ")).filter(w -> w.matches("\\d{1,15}")).mapToLong(Long::parseLong)
                .findFirst().orElse(0) << 10;
    }

    private static long physical() {
        try {
            Object bytes = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "TotalMemorySize");
            return ((Number) bytes).longValue();
        } catch (JMException e) {
            return 0;
        }
    }
}
