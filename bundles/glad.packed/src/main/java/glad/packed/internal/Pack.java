package glad.packed.internal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Files in one file, by relative paths with {@code /} between names; the folder of all is {@code ""}. For one thread at
 * a time. Every method throws an {@link IOException} that says what is damaged.
 */
interface Pack extends Closeable {

    /** Returns a file's size in bytes; -1 if there is no such file. */
    long size(String path) throws IOException;

    /** Returns a file's bytes. */
    byte[] read(String path) throws IOException;

    /** Tells whether there is a file below a path. */
    boolean isFolder(String path) throws IOException;

    /** Returns the names directly in a folder. */
    List<String> children(String folder) throws IOException;
}
