package glad.experiment.run;

import glad.api.GladException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps everybody else from evaluating into a run's folder until it is closed, or its process ends in whatever way. */
public final class RunLock implements AutoCloseable {

    /** Stays behind, empty: who removed it could pull it away from under another process that just locked it. */
    private static final String FILE = ".lock";

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder.
     *
     * @throws GladException (failure) if another one has it, or it can't be made
     */
    static RunLock take(Path folder) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(folder, channel);
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            close(channel);
        } catch (IOException e) {
            throw GladException.failure("run folder \"" + folder + "\" can't be locked: " + e + "; choose another", e);
        }
        throw GladException.failure("run folder \"" + folder + "\" is being written by another evaluation; wait for it, or"
                + " choose another by --run or --out");
    }

    /** Gives it back. */
    @Override
    public void close() {
        close(channel);
    }

    @Override
    public String toString() {
        return "lock of " + folder;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
