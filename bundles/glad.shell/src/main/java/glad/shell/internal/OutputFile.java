package glad.shell.internal;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** A text file that a user asked for by its name. */
public final class OutputFile {

    private OutputFile() {}

    /** Writes it; its folder is made if missing. */
    public static void write(Path file, String text) {
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw GladException.failure(
                    "\"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }
}
