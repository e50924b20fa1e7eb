package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.WordCues;
import glad.nn.Torch;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A thread that computes for some sessions of a {@link SessionBatch}: their starts one by one, their frames in one forward
 * pass.
 */
final class BatchThread implements AutoCloseable {

    private final TrackerPass pass;
    private final NDManager manager;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final StageTimes times = new StageTimes();
    private List<TargetState> stackedFrom = List.of();
    private TargetState stacked;
    private volatile int threads = 1;
    private int threadsNow;

    /** Makes a lane; what it keeps belongs to a manager of its own below the given one. */
    BatchThread(TrackerPass pass, NDManager batch) {
        this.pass = pass;
        manager = batch.newSubManager();
        manager.setName("lane");
    }

    /** A frame that waits for the others of its lane. */
    record Request(TargetState target, NDList memory, NDArray search, NDArray window, PendingResult<ScoredBox> found) {}

    /** Says how many threads an operator may use from the next task on. */
    void threads(int count) {
        threads = count;
    }

    /** Runs something after what was given before; it must not throw. */
    void run(Runnable task) {
        thread.execute(() -> {
            if (threads != threadsNow) {
                threadsNow = threads;
                Torch.threads(threadsNow);
            }
            task.run();
        });
    }

    /** Finds the targets of some requests, which were taken, and gives them what was found. */
    void find(List<Request> requests) {
        RuntimeException failure = GladException.failure("the forward pass of a batch broke off");
        try {
            List<ScoredBox> found = predict(requests);
            for (int i = 0; i < requests.size(); i++) {
                requests.get(i).found().give(found.get(i));
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            for (Request request : requests) {
                request.found().fail(failure); // does nothing where something was found
            }
        }
    }

    private List<ScoredBox> predict(List<Request> batch) {
        Request first = batch.get(0);
        if (batch.size() == 1) {
            return ScoredBox.all(pass.step(first.target(), first.memory(), first.search(), first.window(), times));
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray search = stack(batch, Request::search, scope);
            NDList memory = stackAll(batch, Request::memory, scope);
            List<ScoredBox> found = ScoredBox.all(pass.step(state(batch), memory, search, first.window(), times));
            for (int i = 0; i < batch.size(); i++) {
                // To the frame that waits for it: this scope ends before.
                found.get(i).memory().attach(batch.get(i).search().getManager());
            }
            return found;
        }
    }

    /** Returns the targets as one; it is kept until other sessions take part or one begins anew. */
    private TargetState state(List<Request> batch) {
        List<TargetState> targets = batch.stream().map(Request::target).toList();
        if (!same(targets, stackedFrom)) {
            forget();
            NDList cues = stackAll(batch, request -> request.target().cues(), manager);
            NDList words = stackAll(batch, request -> request.target().words().arrays(), manager);
            stacked = new TargetState(stack(batch, request -> request.target().template(), manager),
                    stack(batch, request -> request.target().box(), manager), cues, new WordCues(null, words));
            stackedFrom = targets;
        }
        return stacked;
    }

    private static boolean same(List<TargetState> a, List<TargetState> b) {
        return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
    }

    private static NDList stackAll(List<Request> batch, Function<Request, NDList> which, NDManager owner) {
        NDList all = new NDList();
        for (int i = 0; i < which.apply(batch.get(0)).size(); i++) {
            int array = i;
            all.add(stack(batch, request -> which.apply(request).get(array), owner));
        }
        return all;
    }

    private static NDArray stack(List<Request> batch, Function<Request, NDArray> which, NDManager owner) {
        NDArray all = NDArrays.concat(new NDList(batch.stream().map(which).toList()), 0);
        all.attach(owner);
        return all;
    }

    private void forget() {
        if (stacked != null) {
            stacked.close();
            stacked = null;
            stackedFrom = List.of();
        }
    }

    /** Ends the thread after its last task and frees what it kept, without waiting for that. */
    @Override
    public void close() {
        thread.execute(manager::close);
        thread.shutdown();
    }
}
