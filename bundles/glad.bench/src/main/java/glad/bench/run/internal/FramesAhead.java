package glad.bench.run.internal;

import glad.api.Image;
import glad.api.data.Frames;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads a sequence's frames in order in a thread of its own, a few ahead of who asks. */
public final class FramesAhead implements AutoCloseable {

    private static final int AHEAD = 2;

    private final Frames frames;
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final Queue<Future<Image>> queue = new ArrayDeque<>();
    private int asked;

    /**
     * Begins to read; the frames stay the caller's, who closes this first.
     *
     * @param from the number of the frame to begin with
     */
    public FramesAhead(Frames frames, int from) {
        this.frames = frames;
        asked = from;
        fill();
    }

    private void fill() {
        while (queue.size() < AHEAD && asked < frames.count()) {
            int index = asked++;
            queue.add(reader.submit(() -> frames.frame(index)));
        }
    }

    /**
     * Returns the next frame.
     *
     * @throws IOException if it can't be read, or the thread is interrupted while it waits; then the interrupt flag is set
     */
    public Image next() throws IOException {
        try {
            return queue.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a frame was read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            fill(); // behind a frame that can't be read as well
        }
    }

    /** Waits for the frame being read, and reads no more. */
    @Override
    public void close() {
        queue.forEach(frame -> frame.cancel(false));
        reader.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = reader.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
