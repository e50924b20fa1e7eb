package glad.shell.internal;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text file that a user asked for by its name. */
final class OutputFile {

    private OutputFile() {}

    /** Writes it, aside first and then renamed; its folder is made if missing. */
    static void write(Path file, String text) {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw GladException.failure(
                    "\"" + file + "\" can't be written: " + e + "; check the folder and the free space", e);
        }
    }
}
