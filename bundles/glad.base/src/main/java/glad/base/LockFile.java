package glad.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock between threads and processes: an empty file, locked by the system until it is closed or its process ends in whatever
 * way. The file stays behind: who removed it could pull it away from under another process that just locked it.
 */
public final class LockFile implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a lock if it is free.
     *
     * @param file made if missing, in a folder that is there
     * @return the lock, to be closed; empty if another thread or process has it
     * @throws IOException if the file can't be made or locked
     */
    public static Optional<LockFile> tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new LockFile(file, channel));
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Takes a lock, waiting for it.
     *
     * @param file made if missing, in a folder that is there
     * @param most how long to wait
     * @throws IOException if it wasn't free in time, the thread was interrupted while waiting (its flag is set), or the file can't
     *         be made or locked
     */
    public static LockFile take(Path file, Duration most) throws IOException {
        long deadline = System.nanoTime() + most.toNanos();
        Optional<LockFile> lock = tryTake(file);
        while (lock.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("\"" + file + "\" has been locked by another process for " + most.toSeconds() + " s");
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while \"" + file + "\" was locked by another process", e);
            }
            lock = tryTake(file);
        }
        return lock.get();
    }

    /** Gives it back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "lock " + file;
    }
}
