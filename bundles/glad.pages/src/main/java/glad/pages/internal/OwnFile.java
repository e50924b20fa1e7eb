package glad.pages.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A file that pages ask for, such as their style. */
final class OwnFile {

    private OwnFile() {}

    static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(OwnFile.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
