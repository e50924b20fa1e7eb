package glad.text.tokenizer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a tokenizer: a {@code tokenizer.json}, or a folder with that or with {@code vocab.json} and {@code merges.txt}. */
final class TokenizerFile {

    private static final JsonMapper JSON = new JsonMapper();

    private TokenizerFile() {}

    /**
     * Reads a tokenizer as the text of a {@code tokenizer.json}.
     *
     * @param reference as an experiment names it, see {@link ModelFiles}
     * @param kind what completes a vocabulary and merges
     * @throws GladException if it can't be found or read
     */
    static byte[] read(String reference, BytePairs kind, ModelFiles files) {
        if (reference.isEmpty()) {
            throw GladException.usage("the text encoder needs its option \"tokenizer\"; expected a tokenizer.json, or a"
                    + " folder with vocab.json and merges.txt");
        }
        try {
            Path path = files.path(reference);
            if (path != null && Files.isDirectory(path)) {
                return fromFolder(path, kind);
            }
            try (InputStream in = files.open(reference)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw GladException.failure("tokenizer \"" + reference + "\" can't be read: " + Reason.of(e), e);
        }
    }

    private static byte[] fromFolder(Path folder, BytePairs kind) throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(tokenizer)) {
            return Files.readAllBytes(tokenizer);
        }
        Path vocabulary = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        if (!Files.isRegularFile(vocabulary) || !Files.isRegularFile(merges)) {
            throw GladException.failure("folder \"" + folder + "\" holds no tokenizer; expected tokenizer.json, or"
                    + " vocab.json and merges.txt");
        }
        return JSON.writeValueAsBytes(kind.json(JSON.readTree(vocabulary.toFile()), Files.readAllLines(merges)));
    }
}
