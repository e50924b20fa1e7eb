package glad.base;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A file that appears whole or not at all, whatever happens meanwhile: an error, a kill, a full disk, a power cut. It is
 * written beside its target under a name of its own, flushed to the disk, renamed over the target, and the folder is flushed
 * where the system allows that. A former file stays untouched until then. Missing folders are made.
 *
 * <p>The name aside, {@code TARGET.PID-RANDOM.part}, is taken by no other thread or process: of two that write one target, the
 * later to finish wins, and what they wrote never mixes. What a killed process left under such a name is removed by the next
 * who writes that target. A target that is a symbolic link stays one; a target such as {@code /dev/stdout} is written in place.
 *
 * <p>An interrupt of the thread doesn't break off the writing: its flag is set again afterwards.
 *
 * <pre>{@code
 * WholeFile.write(folder.resolve("report.html"), html);
 * WholeFile.write(folder.resolve("plot.png"), aside -> library.save(aside.toFile()));
 * }</pre>
 */
public final class WholeFile implements AutoCloseable {

    private static final String ENDING = ".part";
    private static final Pattern LEFT = Pattern.compile("(\\d+)-[0-9a-f]+" + Pattern.quote(ENDING));

    /** File systems take names of up to 255 bytes; the rest is for what makes a name unique. */
    private static final int LONGEST = 200;

    /** A name aside of another machine's process isn't left over before it has rested so long. */
    private static final Duration RESTED = Duration.ofMinutes(1);

    private final Path target;
    private final Path aside;
    private boolean open = true;

    private WholeFile(Path target, Path aside) {
        this.target = target;
        this.aside = aside;
    }

    /** Writes a file's content to a path. */
    @FunctionalInterface
    @ConsumerType
    public interface Content {

        /**
         * Writes all of it and closes what it opened.
         *
         * @param aside an empty file, to be filled or replaced; after an interrupt it may have to be filled anew
         */
        void write(Path aside) throws IOException;
    }

    /** Writes bytes. @throws IOException if they can't be written; a former file is still there then */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, aside -> Files.write(aside, bytes));
    }

    /** Writes a text in UTF-8. @throws IOException if it can't be written; a former file is still there then */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes what a library or a stream makes.
     *
     * @throws IOException if it can't be written; a former file is still there then
     */
    public static void write(Path file, Content content) throws IOException {
        try (WholeFile whole = begin(file)) {
            uninterrupted(() -> content.write(whole.aside));
            whole.finish();
        }
    }

    /**
     * Begins a file that is written over some time; the caller fills {@link #path}, then calls {@link #finish}, and closes it in
     * any case.
     *
     * @throws IOException if its folder can't be made or written
     */
    public static WholeFile begin(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return new WholeFile(file, file);
        }
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        makeFolder(folder(target));
        removeLeft(target);
        while (true) {
            Path aside = target.resolveSibling(head(target.getFileName().toString()) + ProcessHandle.current().pid() + '-'
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ENDING);
            try {
                Files.createFile(aside);
                return new WholeFile(target, aside);
            } catch (FileAlreadyExistsException e) {
                // Then under another name.
            }
        }
    }

    /** Returns what the names aside of a target begin with. */
    private static String head(String name) {
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
        return (fits ? name : Integer.toHexString(name.hashCode())) + '.';
    }

    /** Returns where to write: an empty file at first, which may be replaced. */
    public Path path() {
        return aside;
    }

    /**
     * Flushes the file and gives it its name.
     *
     * @throws IOException if that fails; a former file is still there then
     */
    public void finish() throws IOException {
        if (!aside.equals(target)) {
            flush(aside);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flushFolder(folder(target));
        }
        open = false;
    }

    /** Removes the file if it wasn't finished. */
    @Override
    public void close() {
        if (open && !aside.equals(target)) {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                // It is removed by the next who writes the target; what went wrong before is the thing to tell.
            }
        }
        open = false;
    }

    /**
     * Gives a file or a folder another name, of several that try only one, and so that the name outlasts a power cut. A file in its
     * place is replaced, a folder that isn't empty never.
     *
     * @throws IOException if it isn't there any more, or lies in another file system
     */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        flushFolder(folder(to));
        if (!folder(from).equals(folder(to))) {
            flushFolder(folder(from));
        }
    }

    /** Waits until the disk has what was written to a file, in whatever way. */
    static void flush(Path file) throws IOException {
        force(file, StandardOpenOption.WRITE);
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(path, mode)) {
                channel.force(true);
            }
        });
    }

    /** Makes a folder and those above it, where they are missing, so that they outlast a power cut. */
    public static void makeFolder(Path folder) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
            made.add(each);
        }
        Files.createDirectories(folder);
        for (Path each : made) {
            flushFolder(folder(each));
        }
    }

    /** Makes the names in a folder outlast a power cut, where the system can: Windows opens no folder. */
    private static void flushFolder(Path folder) {
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // The file itself is on the disk; the system says when its name will be.
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().getParent();
    }

    /** Removes what processes that are no more left of a target. */
    private static void removeLeft(Path target) {
        String head = head(target.getFileName().toString());
        DirectoryStream.Filter<Path> left = path -> path.getFileName().toString().startsWith(head);
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder(target), left)) {
            for (Path path : paths) {
                Matcher matcher = LEFT.matcher(path.getFileName().toString().substring(head.length()));
                if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()
                        && Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant()
                                .isBefore(Instant.now().minus(RESTED))) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // A folder that can't be listed may still be written.
        }
    }

    /** Something that reads or writes. */
    @FunctionalInterface
    private interface Work {

        /** Does it. */
        void run() throws IOException;
    }

    /** Does some work, from its beginning if an interrupt broke it off; the interrupt is kept for the caller. */
    private static void uninterrupted(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    Thread.interrupted();
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
