package glad.datasets.files;

import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Small text files of datasets. */
public final class TextFile {

    private static final long MOST_BYTES = 256 << 20;

    private TextFile() {}

    /**
     * Returns the whole text as it stands, without a byte order mark. It is read as UTF-8; a file that isn't UTF-8 is
     * read as Latin-1, which is what the official readers do with every file.
     *
     * @throws GladException (failure) if the file is missing or can't be read
     */
    public static String read(Path file) {
        byte[] bytes = bytes(file);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** Returns the {@link #read text}, or an empty one if there is no such file. */
    public static String readIfThere(Path file) {
        return Files.isRegularFile(file) ? read(file) : "";
    }

    /** Returns the lines that aren't blank, stripped: a list of names. */
    public static List<String> names(Path file) {
        return read(file).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw GladException.failure("\"" + file + "\" has " + size + " bytes; a text file of a dataset has at most "
                        + MOST_BYTES + ". Restore it");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw GladException.failure("no file \"" + file + "\"; restore it, or check the dataset's folder", e);
        } catch (IOException e) {
            throw GladException.failure("can't read \"" + file + "\": " + Reason.of(e), e);
        }
    }
}
