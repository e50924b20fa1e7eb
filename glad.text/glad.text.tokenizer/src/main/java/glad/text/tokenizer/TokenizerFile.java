package glad.text.tokenizer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Finds a tokenizer: a {@code tokenizer.json}, an archive with one, or a folder with that or with {@code vocab.json} and
 * {@code merges.txt}.
 */
final class TokenizerFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String NAME = "tokenizer.json";

    private TokenizerFile() {}

    /**
     * Reads a tokenizer as the text of a {@code tokenizer.json}.
     *
     * @param reference as an experiment names it, see {@link ModelFiles}
     * @param kind what completes a vocabulary and merges; empty where only a {@code tokenizer.json} will do
     * @throws GladException if it can't be found or read
     */
    static byte[] read(String reference, Optional<BytePairs> kind, ModelFiles files) {
        if (reference.isEmpty()) {
            throw GladException.usage("the text encoder needs its option \"tokenizer\"; expected a tokenizer.json, or a"
                    + " folder with " + wanted(kind));
        }
        try {
            Path path = files.path(reference);
            if (path != null && Files.isDirectory(path)) {
                return fromFolder(path, kind);
            }
            try (BufferedInputStream in = new BufferedInputStream(files.open(reference))) {
                return isZip(in) ? fromArchive(reference, in) : in.readAllBytes();
            }
        } catch (IOException e) {
            throw GladException.failure("tokenizer \"" + reference + "\" can't be read: " + Reason.of(e), e);
        }
    }

    private static byte[] fromFolder(Path folder, Optional<BytePairs> kind) throws IOException {
        Path tokenizer = folder.resolve(NAME);
        if (Files.isRegularFile(tokenizer)) {
            return Files.readAllBytes(tokenizer);
        }
        Path vocabulary = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        if (kind.isEmpty() || !Files.isRegularFile(vocabulary) || !Files.isRegularFile(merges)) {
            throw GladException.failure("folder \"" + folder + "\" holds no tokenizer; expected " + wanted(kind));
        }
        return JSON.writeValueAsBytes(kind.get().json(JSON.readTree(vocabulary.toFile()), Files.readAllLines(merges)));
    }

    private static String wanted(Optional<BytePairs> kind) {
        return kind.isEmpty() ? "tokenizer.json" : "tokenizer.json, or vocab.json and merges.txt";
    }

    private static boolean isZip(BufferedInputStream in) throws IOException {
        in.mark(ZIP.length);
        boolean zip = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        in.reset();
        return zip;
    }

    private static byte[] fromArchive(String reference, InputStream in) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(NAME)) {
                return zip.readAllBytes();
            }
        }
        throw GladException.failure("archive \"" + reference + "\" holds no tokenizer; expected a file whose name ends in " + NAME);
    }
}
