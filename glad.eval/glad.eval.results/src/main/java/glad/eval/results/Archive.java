package glad.eval.results;

import glad.api.GladException;
import glad.api.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** An archive of text files, unpacked into a folder of its own until it is closed. */
public final class Archive implements AutoCloseable {

    private static final List<String> ENDINGS = List.of(".tar.xz", ".txz", ".tar.gz", ".tgz", ".tar", ".zip");

    /** Annotation and results of the largest benchmark stay far below; more is no archive of text files. */
    private static final long MOST_BYTES = 4L << 30;

    private final Path folder;
    private final String name;

    private Archive(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Tells by its name whether a file is an archive that can be opened. */
    public static boolean isArchive(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Unpacks an archive into the system's folder for temporary files; the caller closes it.
     *
     * @throws GladException if it is none, is damaged, is larger than 4 GiB unpacked, or there is no space for it
     */
    public static Archive open(Path file) {
        if (!isArchive(file)) {
            throw GladException.usage("\"" + file + "\" is no archive; expected one of " + String.join(", ", ENDINGS)
                    + ", or a folder");
        }
        String full = file.getFileName().toString();
        String ending = ENDINGS.stream().filter(full.toLowerCase(Locale.ROOT)::endsWith).findFirst().orElseThrow();
        Archive archive;
        try {
            archive = new Archive(Files.createTempDirectory("glad-archive"),
                    full.substring(0, full.length() - ending.length()));
        } catch (IOException e) {
            throw GladException.failure("no room to unpack \"" + file + "\": " + Reason.of(e), e);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                ArchiveInputStream<?> entries = entries(in, ending)) {
            archive.unpack(entries, file);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e instanceof GladException known ? known
                    : GladException.failure("archive \"" + file + "\" can't be unpacked: " + Reason.of(e)
                            + "; fetch it again", e);
        }
        return archive;
    }

    private static ArchiveInputStream<?> entries(InputStream in, String ending) throws IOException {
        return switch (ending) {
            case ".zip" -> new ZipArchiveInputStream(in);
            case ".tar" -> new TarArchiveInputStream(in);
            case ".tar.gz", ".tgz" -> new TarArchiveInputStream(new GzipCompressorInputStream(in, true));
            default -> new TarArchiveInputStream(new XZCompressorInputStream(in, true));
        };
    }

    private void unpack(ArchiveInputStream<?> entries, Path file) throws IOException {
        long bytes = 0;
        for (ArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw GladException.failure("archive \"" + file + "\" holds \"" + entry.getName()
                        + "\", which lies outside of it; don't trust it");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                try (var out = Files.newOutputStream(target)) {
                    byte[] buffer = new byte[1 << 16];
                    for (int n = entries.read(buffer); n >= 0; n = entries.read(buffer)) {
                        bytes += n;
                        if (bytes > MOST_BYTES) {
                            throw GladException.failure("archive \"" + file + "\" holds more than 4 GiB; unpack it yourself"
                                    + " and name the folder");
                        }
                        out.write(buffer, 0, n);
                    }
                }
            }
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
