package glad.packed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive that isn't trusted: what it claims is checked before memory is taken, and no entry unpacks to more than it
 * declares.
 */
public final class Zip implements Closeable {

    /** No dataset's archive comes near; their names alone would fill the memory. */
    private static final int MOST_ENTRIES = 10_000_000;
    /** What deflate can make of a byte at most, see RFC 1951; anything more is a false claim. */
    private static final long DEFLATE_RATIO = 1032;

    private final ZipFile zip;
    private final long mostBytes;

    /** Opens one. @throws IOException if it isn't there, or is no whole zip archive */
    public Zip(Path file) throws IOException {
        this(file, MOST_ENTRIES, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Opens one within limits.
     *
     * @param mostEntries how many entries it may have
     * @param mostBytes how many bytes an entry may unpack to
     * @throws IOException if it isn't there, is no whole zip archive, or has more entries
     */
    public Zip(Path file, int mostEntries, long mostBytes) throws IOException {
        this.mostBytes = Math.min(mostBytes, Integer.MAX_VALUE - 8);
        zip = new ZipFile(file.toFile());
        if (zip.size() > mostEntries) {
            int count = zip.size();
            zip.close();
            throw new ZipException("it has " + count + " entries; at most " + mostEntries + " are read");
        }
    }

    /** Returns its files, without folders, in the archive's order. */
    public List<ZipEntry> files() {
        return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry.class::cast).toList();
    }

    /** Returns a file by its path; null if there is none. */
    public ZipEntry entry(String path) {
        return zip.getEntry(path);
    }

    /** Unpacks a file. @throws IOException if it is damaged, or larger than it declares or than a quarter of Java's memory */
    public byte[] read(ZipEntry entry) throws IOException {
        long size = entry.getSize();
        if (size < 0 || size > mostBytes) {
            throw new IOException("it declares " + size + " bytes; at most " + mostBytes + " fit into memory");
        }
        if (size > DEFLATE_RATIO * (entry.getCompressedSize() + 1)) {
            throw new IOException("it declares " + size + " bytes, which can't come of its " + entry.getCompressedSize());
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length < size || in.read() >= 0) {
                throw new IOException("it declares " + size + " bytes and holds "
                        + (bytes.length < size ? bytes.length : "more"));
            }
            CRC32 sum = new CRC32();
            sum.update(bytes);
            if (entry.getCrc() != -1 && entry.getCrc() != sum.getValue()) {
                throw new IOException("its check sum is wrong");
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
