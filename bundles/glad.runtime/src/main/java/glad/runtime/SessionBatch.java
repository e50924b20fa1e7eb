package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.nn.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sessions of one model that go through it together, each in a thread of its own: a frame waits until the others have one
 * too, then they take one forward pass. A session takes part from the end of its start to its close or next start, so that
 * others don't wait for its diffusion. For any number of threads.
 *
 * <p>On a CPU the sessions are spread over as many lanes as libtorch has threads: each lane computes for its sessions in a
 * thread of its own, with its share of those threads and without waiting for the other lanes. Two threads that each compute
 * for themselves get further than two that share every operator. On a GPU there is one lane.
 */
public final class SessionBatch implements AutoCloseable {

    private final Model model;
    private final TrackerSettings settings;
    private final NDManager manager;
    private final int threads;
    private final int mostLanes;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Session, Member> members = new LinkedHashMap<>();

    /**
     * Makes an empty batch.
     *
     * @param model the model, in inference mode; stays the caller's
     * @param settings of all its sessions
     */
    public SessionBatch(Model model, TrackerSettings settings) {
        this(model, settings, model.placement().device().isGpu() ? 1 : Torch.threads());
    }

    /** Makes an empty batch with so many lanes at most. */
    SessionBatch(Model model, TrackerSettings settings, int mostLanes) {
        this.model = model;
        this.settings = settings;
        this.mostLanes = mostLanes;
        manager = model.manager().newSubManager();
        manager.setName("batch");
        threads = Torch.threads();
    }

    /** A session's place in the batch. */
    private static final class Member {

        private Lane lane;
        private boolean takesPart;
        private Lane.Request request;
    }

    /** Returns a new session, see {@link Session#Session}. */
    public synchronized Session open(long seed) {
        Session session = new Session(model, settings, seed, this);
        members.put(session, new Member());
        spread();
        return session;
    }

    /** Takes a session in: from now on others wait for its frames. */
    synchronized void join(Session session) {
        members.get(session).takesPart = true;
    }

    /** Lets a session pause. */
    synchronized void pause(Session session) {
        Member member = members.get(session);
        if (member != null) {
            member.takesPart = false;
            dispatch();
        }
    }

    /** Lets a session go. */
    synchronized void leave(Session session) {
        if (members.remove(session) != null) {
            spread();
            dispatch();
        }
    }

    /** Gives every session a lane, as few sessions to each as can be, and every lane its share of the threads. */
    private void spread() {
        while (lanes.size() < Math.min(mostLanes, members.size())) {
            lanes.add(new Lane(model, manager));
        }
        for (Member member : members.values()) {
            if (member.lane == null) {
                member.lane = emptiest();
            }
        }
        for (Member member : members.values()) {
            if (load(member.lane) > load(emptiest()) + 1) {
                member.lane = emptiest();
            }
        }
        lanes.stream().filter(lane -> load(lane) == 0).forEach(Lane::close);
        lanes.removeIf(lane -> load(lane) == 0);
        lanes.forEach(lane -> lane.threads(Math.max(1, threads / lanes.size())));
    }

    private Lane emptiest() {
        return lanes.stream().min(Comparator.comparingLong(this::load)).orElseThrow();
    }

    private long load(Lane lane) {
        return members.values().stream().filter(member -> member.lane == lane).count();
    }

    /** Sends every lane on its way whose sessions all have a frame. */
    private void dispatch() {
        for (Lane lane : lanes) {
            List<Member> some = members.values().stream().filter(m -> m.lane == lane && m.takesPart).toList();
            if (!some.isEmpty() && some.stream().allMatch(m -> m.request != null)) {
                List<Lane.Request> batch = some.stream().map(m -> m.request).filter(r -> r.found().take()).toList();
                some.forEach(m -> m.request = null);
                if (!batch.isEmpty()) {
                    lane.run(() -> lane.find(batch));
                }
            }
        }
    }

    /**
     * Computes something in the lane of a session.
     *
     * @throws GladException if the thread is interrupted while it waits for its turn; the interrupt flag is set again
     */
    <T> T compute(Session session, Supplier<T> task) {
        Awaited<T> result = new Awaited<>();
        synchronized (this) {
            members.get(session).lane.run(() -> result.compute(task));
        }
        return result.await();
    }

    /**
     * Finds the target of one session together with those of others; waits for them.
     *
     * @throws GladException if the thread is interrupted while it waits; the interrupt flag is set again
     */
    Found find(Session session, TargetState target, NDArray search, NDArray window) {
        Awaited<Found> found = new Awaited<>();
        synchronized (this) {
            members.get(session).request = new Lane.Request(target, search, window, found);
            dispatch();
        }
        return found.await();
    }

    /** Frees what the batch keeps; the model stays, and sessions must have been closed. */
    @Override
    public synchronized void close() {
        lanes.forEach(Lane::close);
        lanes.clear();
        manager.close();
        Torch.threads(threads); // for threads that begin to compute from now on
    }
}
