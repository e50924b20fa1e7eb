package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sessions of one model that go through it together, each in a thread of its own: a frame waits until every session that
 * has a target has one too, then all of them take one forward pass. A session takes part from the end of its start to its
 * close or next start, so that others don't wait for its diffusion. For any number of threads.
 */
public final class SessionBatch implements AutoCloseable {

    private final Model model;
    private final TrackerSettings settings;
    private final NDManager manager;
    private final StageTimes times = new StageTimes();
    private final Set<Session> members = new LinkedHashSet<>();
    private final Map<Session, Request> waiting = new HashMap<>();
    private boolean running;
    private List<TargetState> stackedFrom = List.of();
    private TargetState stacked;

    /**
     * Makes an empty batch.
     *
     * @param model the model, in inference mode; stays the caller's
     * @param settings of all its sessions
     */
    public SessionBatch(Model model, TrackerSettings settings) {
        this.model = model;
        this.settings = settings;
        manager = model.manager().newSubManager();
        manager.setName("batch");
    }

    /** Returns a new session, see {@link Session#Session}. */
    public Session open(long seed) {
        return new Session(model, settings, seed, this);
    }

    /** A frame that waits for the others, and what became of it. */
    private static final class Request {

        private final TargetState target;
        private final NDArray search;
        private final NDArray window;
        private Found found;
        private RuntimeException failure;

        Request(TargetState target, NDArray search, NDArray window) {
            this.target = target;
            this.search = search;
            this.window = window;
        }

        boolean open() {
            return found == null && failure == null;
        }
    }

    /** Takes a session in: from now on the others wait for its frames. */
    synchronized void join(Session session) {
        members.add(session);
    }

    /** Lets a session go. */
    synchronized void leave(Session session) {
        members.remove(session);
        notifyAll();
    }

    /**
     * Finds the target of one session together with those of the others; waits for them.
     *
     * @throws GladException if the thread is interrupted while it waits; the interrupt flag is set again
     */
    Found find(Session session, TargetState target, NDArray search, NDArray window) {
        Request mine = new Request(target, search, window);
        List<Request> batch = null;
        boolean interrupted = false;
        synchronized (this) {
            waiting.put(session, mine);
            notifyAll();
            while (mine.open() && batch == null) {
                if (!running && waiting.keySet().containsAll(members)) {
                    running = true;
                    batch = new ArrayList<>(members.stream().map(waiting::remove).toList());
                    batch.addAll(waiting.values()); // of sessions that just left
                    waiting.clear();
                } else {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                        if (waiting.remove(session) != null) {
                            mine.failure = GladException.failure("tracking was interrupted", e);
                            notifyAll();
                        }
                    }
                }
            }
        }
        if (batch != null) {
            run(batch);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        return mine.found;
    }

    private void run(List<Request> batch) {
        List<Found> found = List.of();
        RuntimeException failure = GladException.failure("the forward pass of a batch broke off");
        try {
            found = predict(batch);
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            publish(batch, found, failure);
        }
    }

    private synchronized void publish(List<Request> batch, List<Found> found, RuntimeException failure) {
        for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
                batch.get(i).found = found.get(i);
            } else {
                batch.get(i).failure = failure;
            }
        }
        running = false;
        notifyAll();
    }

    private List<Found> predict(List<Request> batch) {
        Request first = batch.get(0);
        if (batch.size() == 1) {
            return Found.all(model.predict(first.target, first.search, first.window, times));
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray search = stack(batch, request -> request.search, scope);
            Prediction prediction = model.predict(state(batch), search, first.window, times);
            return Found.all(prediction);
        }
    }

    /** Returns the targets as one; it is kept until other sessions take part or one begins anew. */
    private TargetState state(List<Request> batch) {
        List<TargetState> targets = batch.stream().map(request -> request.target).toList();
        if (!same(targets, stackedFrom)) {
            forget();
            NDList cues = new NDList();
            for (int i = 0; i < targets.get(0).cues().size(); i++) {
                int cue = i;
                cues.add(stack(batch, request -> request.target.cues().get(cue), manager));
            }
            stacked = new TargetState(stack(batch, request -> request.target.template(), manager),
                    stack(batch, request -> request.target.box(), manager), cues);
            stackedFrom = targets;
        }
        return stacked;
    }

    private static boolean same(List<TargetState> a, List<TargetState> b) {
        return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
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

    /** Frees what the batch keeps; the model stays, and sessions must have been closed. */
    @Override
    public synchronized void close() {
        forget();
        manager.close();
    }
}
