package glad.train;

import glad.api.GladException;
import glad.api.data.PairSource;
import glad.api.data.TrainingPair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Batches of training pairs in their order, made ahead by background threads. */
final class PairBatches implements AutoCloseable {

    /** So many pairs are made ahead, in whole batches and at least two: large ones hold a megabyte each. */
    private static final int AHEAD = 128;

    private final PairSource source;
    private final int size;
    private final ExecutorService threads;
    private final Deque<List<Future<TrainingPair>>> queue = new ArrayDeque<>();
    private long index;

    /** Starts at a pair's index, with so many threads. */
    PairBatches(PairSource source, long firstIndex, int size, int readers) {
        this.source = source;
        this.size = size;
        this.index = firstIndex;
        threads = Executors.newFixedThreadPool(readers, task -> {
            Thread thread = new Thread(task, "pairs");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the next batch. */
    List<TrainingPair> next() {
        while (queue.size() < Math.max(2, AHEAD / size)) {
            List<Future<TrainingPair>> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                long number = index++;
                batch.add(threads.submit(() -> source.pair(number)));
            }
            queue.add(batch);
        }
        List<TrainingPair> pairs = new ArrayList<>(size);
        try {
            for (Future<TrainingPair> future : queue.remove()) {
                pairs.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GladException.failure("training was interrupted while it waited for pairs", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        return pairs;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
