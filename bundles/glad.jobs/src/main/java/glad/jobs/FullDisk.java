package glad.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells failures that end by themselves, once somebody makes room, from those that don't. */
final class FullDisk {

    private static final String[] SAID = {"No space left on device", "Disk quota exceeded"};

    /** Less room than this holds no result. */
    private static final long NOTHING = 1 << 20;

    private FullDisk() {}

    /** Tells whether a failure comes from a full disk, whichever. What a command printed has the system's words but not the exception. */
    static boolean caused(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            for (String words : SAID) {
                if (each.getMessage() != null && each.getMessage().contains(words)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tells whether a folder's disk has no room for anything. */
    static boolean at(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < NOTHING;
        } catch (IOException e) {
            return false; // then something else is wrong, and is told elsewhere
        }
    }
}
