package glad.eval.results;

import glad.api.GladException;
import glad.api.Reason;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** An archive of text files, unpacked into a folder of its own until it is closed. */
public final class Archive implements AutoCloseable {

    private static final List<String> ENDINGS = List.of(".tar.xz", ".txz", ".tar.gz", ".tgz", ".tar", ".zip");

    /** Annotation and results of the largest benchmark stay far below; more is no archive of text files. */
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int MOST_HEADER_BYTES = 1 << 20;
    /** What xz -9 needs, twice. */
    private static final int MOST_XZ_KIB = 130 << 10;

    private final Path folder;
    private final String name;
    private final int mostEntries;
    private long bytes;
    private int entries;

    private Archive(Path folder, String name, int mostEntries) {
        this.folder = folder;
        this.name = name;
        this.mostEntries = mostEntries;
    }

    /** Tells by its name whether a file is an archive that can be opened. */
    public static boolean isArchive(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Unpacks an archive into the system's folder for temporary files; the caller closes it.
     *
     * @throws GladException if it is none, is damaged, is larger than 4 GiB or a million files unpacked, or there is no space for it
     */
    public static Archive open(Path file) {
        return open(file, MOST_ENTRIES);
    }

    static Archive open(Path file, int mostEntries) {
        if (!isArchive(file)) {
            throw GladException.usage("\"" + file + "\" is no archive; expected one of " + String.join(", ", ENDINGS)
                    + ", or a folder");
        }
        String full = file.getFileName().toString();
        String ending = ENDINGS.stream().filter(full.toLowerCase(Locale.ROOT)::endsWith).findFirst().orElseThrow();
        Archive archive;
        try {
            archive = new Archive(Files.createTempDirectory("glad-archive"),
                    full.substring(0, full.length() - ending.length()), mostEntries);
        } catch (IOException e) {
            throw GladException.failure("no room to unpack \"" + file + "\": " + Reason.of(e), e);
        }
        try {
            archive.unpack(file, ending);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e instanceof GladException known ? known
                    : GladException.failure("archive \"" + file + "\" can't be unpacked: " + Reason.of(e)
                            + "; fetch it again", e);
        }
        return archive;
    }

    private void unpack(Path file, String ending) throws IOException {
        if (ending.equals(".zip")) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(e -> e)::iterator) {
                    try (InputStream in = entry.isDirectory() ? InputStream.nullInputStream() : zip.getInputStream(entry)) {
                        unpack(file, entry.getName(), entry.isDirectory(), entry.getSize(), in);
                    }
                }
            }
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                Metered unpacked = new Metered(decompressed(in, ending));
                TarArchiveInputStream entries = new TarArchiveInputStream(unpacked)) {
            while (true) {
                unpacked.allow(MOST_HEADER_BYTES);
                TarArchiveEntry entry = entries.getNextEntry();
                if (entry == null) {
                    return;
                }
                unpacked.allow(entry.getSize() + MOST_HEADER_BYTES);
                if (entry.isSparse()) {
                    throw new IOException("\"" + entry.getName() + "\" is a sparse file, whose size is no matter of its content");
                } else if (isPlain(entry)) {
                    unpack(file, entry.getName(), entry.isDirectory(), entry.getSize(), entries);
                } else {
                    count(file, entry.getSize());
                    entries.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (MemoryLimitException e) {
            throw GladException.failure("archive \"" + file + "\" was compressed with a dictionary larger than those of xz -9;"
                    + " unpack it yourself and name the folder", e);
        }
    }

    /** Tells whether an entry is a file or folder, not a link or device: those hold nothing and are left out. */
    private static boolean isPlain(TarArchiveEntry entry) {
        return !entry.isSymbolicLink() && !entry.isLink() && !entry.isFIFO() && !entry.isBlockDevice() && !entry.isCharacterDevice();
    }

    @SuppressWarnings("deprecation") // the builders in place of these constructors would be calls of Commons IO
    private static InputStream decompressed(InputStream in, String ending) throws IOException {
        return switch (ending) {
            case ".tar" -> in;
            case ".tar.gz", ".tgz" -> new GzipCompressorInputStream(in, true);
            default -> new XZCompressorInputStream(in, true, MOST_XZ_KIB);
        };
    }

    /** Writes one entry, which mustn't hold more than it declares. */
    private void unpack(Path file, String name, boolean isFolder, long declared, InputStream in) throws IOException {
        count(file, Math.max(declared, 0));
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw GladException.failure("archive \"" + file + "\" holds \"" + name + "\", which lies outside of it; don't trust it");
        }
        if (isFolder) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long left = declared;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw new IOException("\"" + name + "\" holds more than the " + declared + " bytes that it declares");
                }
                out.write(buffer, 0, n);
            }
            if (left > 0) {
                throw new IOException("\"" + name + "\" is cut short by " + left + " bytes");
            }
        }
    }

    private void count(Path file, long declared) {
        entries++;
        bytes += declared;
        if (bytes > MOST_BYTES || entries > mostEntries) {
            throw GladException.failure("archive \"" + file + "\" holds more than "
                    + (entries > mostEntries ? mostEntries + " files" : "4 GiB") + "; unpack it yourself and name the folder");
        }
    }

    /** Ends a stream that goes on where a few bytes should have been: names and headers are read into memory. */
    private static final class Metered extends FilterInputStream {

        private long left;

        Metered(InputStream in) {
            super(in);
        }

        void allow(long bytes) {
            left = bytes;
        }

        private int taken(int count) throws IOException {
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new IOException("a name or header in it is longer than any real one");
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            taken(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int from, int count) throws IOException {
            return taken(super.read(buffer, from, count));
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.min(count, Integer.MAX_VALUE));
            taken((int) skipped);
            return skipped;
        }
    }

    /** Returns the folder with the files. */
    public Path folder() {
        return folder;
    }

    /** Returns the archive's name without its ending. */
    public String name() {
        return name;
    }

    /** Removes the folder. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
