package glad.shell.internal.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.nn.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Weights as a user names them: what is here is meant; anything else is looked up as an experiment's own references are. */
final class WeightReference {

    private WeightReference() {}

    /** Returns the reference as experiments have it. */
    static String of(String given) {
        Path here = Path.of(given);
        return Files.exists(here) ? here.toAbsolutePath().toString() : given;
    }

    /**
     * Returns the references that weights stand for: before a trained file's own, those of the weights that it was trained with and
     * doesn't hold.
     */
    static List<String> all(List<String> given) {
        Set<String> references = new LinkedHashSet<>();
        for (String one : given) {
            Path here = Path.of(one);
            if (Files.isRegularFile(here)) {
                references.addAll(before(here));
            }
            references.add(of(one));
        }
        return List.copyOf(references);
    }

    private static List<String> before(Path path) {
        WeightFile opened;
        try {
            opened = WeightFile.open(path);
        } catch (GladException e) {
            return List.of(); // what is wrong with it is told where it is loaded, with what helps
        }
        try (WeightFile file = opened) {
            return new JsonMapper().readValue(file.metadata().getOrDefault(WeightFile.BEFORE, "[]"), new TypeReference<List<String>>() { });
        } catch (JsonProcessingException e) {
            throw GladException.failure("metadata \"" + WeightFile.BEFORE + "\" of a weight file is no list of references: "
                    + e.getOriginalMessage(), e);
        }
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
