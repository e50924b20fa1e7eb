package glad.shell.internal;

import glad.api.model.ModelFiles;
import glad.nn.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A weight file as a user names it: a file that is here is meant; anything else is looked up as in an experiment. */
final class WeightReference {

    private WeightReference() {}

    /** Returns the reference as experiments have it. */
    static String of(String given) {
        Path here = Path.of(given);
        return Files.isRegularFile(here) ? here.toAbsolutePath().toString() : given;
    }

    /** Opens the file. */
    static WeightFile open(String given, ModelFiles files) throws IOException {
        String reference = of(given);
        Path path = files.path(reference);
        if (path != null) {
            return WeightFile.open(path);
        }
        try (InputStream in = files.open(reference)) {
            return WeightFile.read(reference, in);
        }
    }
}
