package glad.runtime;

import glad.api.GladException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * What one thread waits for and another computes. Either the computing thread takes it, or the waiting one, interrupted,
 * gives it up: arrays that a computation uses stay until it is done.
 */
final class PendingResult<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private boolean taken;

    /** Takes it, to compute it; false if that has been done or nobody waits any more. */
    synchronized boolean take() {
        boolean free = !taken;
        taken = true;
        return free;
    }

    /** Gives the result; does nothing if there is one. */
    void give(T value) {
        result.complete(value);
    }

    /** Lets the waiting thread throw this; does nothing if there is a result. */
    void fail(RuntimeException failure) {
        result.completeExceptionally(failure);
    }

    /** Computes the result unless it was taken. */
    void compute(Supplier<T> task) {
        if (take()) {
            RuntimeException failure = GladException.failure("a computation broke off");
            try {
                give(task.get());
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                fail(failure);
            }
        }
    }

    /**
     * Waits for the result.
     *
     * @throws GladException if the thread is interrupted before it was taken; the interrupt flag is set again
     */
    T await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (take()) {
                        throw GladException.failure("tracking was interrupted", e);
                    }
                } catch (ExecutionException e) {
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
