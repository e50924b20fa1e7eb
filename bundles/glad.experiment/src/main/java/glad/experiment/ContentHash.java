package glad.experiment;

import glad.runtime.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** SHA-256 of contents, as 64 hexadecimal digits: what two runs are compared by. */
public final class ContentHash {

    private ContentHash() {}

    /** Returns the hash of a file. */
    public static String of(Path file) throws IOException {
        return new Digest().add(file).hex();
    }

    /** Returns the hash of what is left of a stream; the stream stays the caller's. */
    public static String of(InputStream in) throws IOException {
        return new Digest().add(in).hex();
    }

    /** Returns the hash of several texts in their order; ("ab", "c") and ("a", "bc") differ. */
    public static String of(String... texts) {
        Digest digest = new Digest();
        for (String text : texts) {
            digest.add(text);
        }
        return digest.hex();
    }
}
