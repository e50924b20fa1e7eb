package glad.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A text file that grows by lines. A line is with the system as soon as it was added, so that a killed process loses none, and
 * on the disk a second later at the latest, or with the next line if that comes later; a power cut or a full disk may tear the
 * last ones. For one thread at a time.
 */
public final class GrowingFile implements AutoCloseable {

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final OutputStream out;
    private long flushed = System.nanoTime();

    private GrowingFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a file; a former one is replaced as a whole.
     *
     * @param lines what it holds at first
     * @throws IOException if it can't be written
     */
    public static GrowingFile begin(Path file, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        WholeFile.write(file, text.toString());
        return new GrowingFile(file, Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /**
     * Reads the lines that were written whole.
     *
     * @throws IOException if there is no such file, or it can't be read
     */
    public static List<String> lines(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Adds a line. @throws IOException if it can't be written; it may be there in part then */
    public void add(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (System.nanoTime() - flushed >= FLUSH_NANOS) {
            WholeFile.flush(file);
            flushed = System.nanoTime();
        }
    }

    /** Flushes the file to the disk. @throws IOException if that fails */
    @Override
    public void close() throws IOException {
        out.close();
        WholeFile.flush(file);
    }
}
