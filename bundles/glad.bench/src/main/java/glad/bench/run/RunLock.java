package glad.bench.run;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.LockFile;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps everybody else from writing results into a run's folder until it is closed, or its process ends in whatever way. */
public final class RunLock implements AutoCloseable {

    private final LockFile lock;

    private RunLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock of a folder.
     *
     * @throws GladException (failure) if another one has it, or it can't be made
     */
    static RunLock take(Path folder) {
        try {
            return new RunLock(LockFile.tryTake(folder.resolve(".lock")).orElseThrow(() -> GladException.failure("run folder \""
                    + folder + "\" is being written by another command; wait for it, or choose another by --run or --out")));
        } catch (IOException e) {
            throw GladException.failure("run folder \"" + folder + "\" can't be locked: " + Reason.of(e) + "; choose another", e);
        }
    }

    /** Gives it back. */
    @Override
    public void close() {
        lock.close();
    }

    @Override
    public String toString() {
        return lock.toString();
    }
}
