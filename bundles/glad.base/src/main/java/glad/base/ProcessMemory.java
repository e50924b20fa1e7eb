package glad.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of this process, native libraries' included, and of the machine, as Linux tells them. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String PEAK_ONLY = "5";

    private ProcessMemory() {}

    /** Returns what is resident now, in bytes; 0 where the system doesn't tell. */
    public static long resident() {
        return read("VmRSS:");
    }

    /** Returns the most that was resident since the start or {@link #forgetPeak}, in bytes; 0 where the system doesn't tell. */
    public static long peak() {
        return read("VmHWM:");
    }

    /** Returns what the machine has, in bytes; 0 where the system doesn't tell. */
    public static long machine() {
        return read(Path.of("/proc/meminfo"), "MemTotal:");
    }

    /** Lets the peak begin anew. @return whether the system does that */
    public static boolean forgetPeak() {
        try {
            Files.writeString(CLEAR, PEAK_ONLY);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long read(String key) {
        return read(STATUS, key);
    }

    private static long read(Path file, String key) {
        try {
            List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
            return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong).findFirst().orElse(0) * 1024;
        } catch (IOException e) {
            return 0;
        }
    }
}
