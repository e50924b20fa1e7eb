package glad.nn.numbers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The processor that this process runs on, as far as the system tells: Linux tells all of it.
 *
 * @param name as its maker calls it; empty if unknown
 * @param family CPUID's family in decimal, 26 for Zen 5; empty if unknown, as on Arm
 * @param model CPUID's model, likewise
 * @param stepping CPUID's stepping, likewise
 * @param instructionSets those that arithmetic depends on, by Linux's names, sorted; empty if unknown
 */
public record Processor(String name, String family, String model, String stepping, List<String> instructionSets) {

    private static final Pattern SETS = Pattern.compile(
            "sse4_2|fma|fma4|f16c|avx.*|amx.*|asimd.*|fphp|bf16|ebf16|sve.*|sme|sme[2_].*|i8mm|fcma|flagm2?");

    /** Copies the list. */
    public Processor {
        instructionSets = List.copyOf(instructionSets);
    }

    /**
     * Asks the system.
     *
     * @param proc the folder {@code /proc}; where it isn't there, everything is unknown
     */
    public static Processor read(Path proc) {
        Path file = proc.resolve("cpuinfo");
        try {
            List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
            String flags = value(lines, "flags").isEmpty() ? value(lines, "Features") : value(lines, "flags");
            return new Processor(value(lines, "model name"), value(lines, "cpu family"), value(lines, "model"),
                    value(lines, "stepping"), Arrays.stream(flags.split(" ")).filter(f -> SETS.matcher(f).matches()).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream().map(line -> line.split("\\s*:\\s*", 2)).filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
                .map(pair -> pair[1].strip()).findFirst().orElse("");
    }

    /** Returns name, family, model and stepping in one line. */
    public String title() {
        return (name.isEmpty() ? "unknown" : name)
                + (family.isEmpty() ? ", family unknown" : ", family " + family + " model " + model + " stepping " + stepping);
    }

    /** Picks the environment variables that change which routines libtorch and its libraries take, or in how many threads. */
    public static SortedMap<String, String> settings(Map<String, String> environment) {
        SortedMap<String, String> settings = new TreeMap<>(environment);
        settings.keySet().removeIf(name -> !name.matches(
                "(ONEDNN|DNNL|MKL|MKLDNN|OMP|GOMP|KMP|ATEN|AT|TORCH|PYTORCH|OPENBLAS|THP_MEM)_.*|LD_PRELOAD|GLIBC_TUNABLES"));
        return settings;
    }
}
