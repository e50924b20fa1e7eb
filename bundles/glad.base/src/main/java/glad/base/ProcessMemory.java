package glad.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of this process as Linux tells it, native libraries' included. */
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
        try {
            List<String> lines = Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.of();
            return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong).findFirst().orElse(0) * 1024;
        } catch (IOException e) {
            return 0;
        }
    }
}
