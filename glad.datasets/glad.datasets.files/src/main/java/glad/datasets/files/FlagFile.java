package glad.datasets.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Numbers per frame in a text file, all in one line or a line each, read as yes (not zero) or no (zero). */
public final class FlagFile {

    /** More than any sequence has frames. */
    private static final int LONGEST = 1 << 20;

    private FlagFile() {}

    /**
     * Reads the flags.
     *
     * @throws glad.api.GladException (failure) if the file is missing or holds anything but numbers
     */
    public static List<Boolean> read(Path file) {
        return flags(file, false);
    }

    /** Reads the flags and returns the opposites: {@code visible} out of {@code absent}. */
    public static List<Boolean> readOpposite(Path file) {
        return flags(file, true);
    }

    private static List<Boolean> flags(Path file, boolean zero) {
        NumberLines lines = new NumberLines(file, LONGEST);
        List<Boolean> flags = new ArrayList<>();
        while (lines.next()) {
            for (int i = 0; i < lines.count(); i++) {
                flags.add(lines.value(i) == 0 == zero);
            }
        }
        return flags;
    }
}
