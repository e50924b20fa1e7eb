package glad.shell.internal.model;

import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.nn.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weights as a user names them: what is here is meant; anything else is looked up as an experiment's own references are. */
final class WeightReference {

    private WeightReference() {}

    /** Returns the reference as experiments have it. */
    static String of(String given) {
        Path here = Path.of(given);
        return Files.exists(here) ? here.toAbsolutePath().toString() : given;
    }

    /** Opens the file. */
    static WeightFile open(String given, ModelFiles files) throws IOException {
        String reference = of(given);
        Path path = files.path(reference);
        if (path != null && Files.isDirectory(path)) {
            throw GladException.usage("\"" + given + "\" is a folder; name one of the weight files in it");
        }
        if (path != null) {
            return WeightFile.open(path);
        }
        try (InputStream in = files.open(reference)) {
            return WeightFile.read(reference, in);
        }
    }
}
