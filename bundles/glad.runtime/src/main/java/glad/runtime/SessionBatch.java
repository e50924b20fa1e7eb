package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.nn.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sessions of one model that go through it together, each in a thread of its own: a frame waits until the others have one
 * too, then they take one forward pass. A session takes part from the end of its start to its close or next start, so that
 * others don't wait for its diffusion. For any number of threads.
 *
 * <p>On a CPU the sessions are spread over as many lanes as libtorch has threads: each lane computes for its sessions in a
 * thread of its own, with its part of those threads and without waiting for the other lanes. Two threads that each compute
 * for themselves get further than two that share every operator. On a GPU there is one lane.
 */
public final class SessionBatch implements AutoCloseable {

    private final Model model;
    private final TrackerSettings settings;
    private final NDManager manager;
    private final int threads;
    private final int mostLanes;
    private final List<BatchThread> lanes = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

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

    /** Returns a new session, see {@link Session#Session}. */
    public synchronized Session open(long seed) {
        Member member = new Member();
        Session session = new Session(model, settings, seed, member);
        members.add(member);
        spread();
        return session;
    }

    /** A session's place in the batch: its frames wait for those of the others that take part. */
    private final class Member implements Forward {

        private BatchThread lane;
        private boolean takesPart;
        private BatchThread.Request request;

        @Override
        public <T> T start(Supplier<T> work) {
            PendingResult<T> result = new PendingResult<>();
            synchronized (SessionBatch.this) {
                lane.run(() -> result.compute(work));
            }
            return result.await();
        }

        @Override
        public <T> T within(Supplier<T> work) {
            return start(work);
        }

        @Override
        public void begin() {
            synchronized (SessionBatch.this) {
                takesPart = true;
            }
        }

        @Override
        public void pause() {
            synchronized (SessionBatch.this) {
                takesPart = false;
                dispatch();
            }
        }

        @Override
        public <T> T frame(Supplier<T> work) {
            return work.get();
        }

        @Override
        public ScoredBox find(TargetState target, NDList memory, NDArray search, NDArray window, StageTimes times) {
            PendingResult<ScoredBox> found = new PendingResult<>();
            synchronized (SessionBatch.this) {
                request = new BatchThread.Request(target, memory, search, window, found);
                dispatch();
            }
            return found.await();
        }

        @Override
        public void close() {
            synchronized (SessionBatch.this) {
                if (members.remove(this)) {
                    spread();
                    dispatch();
                }
            }
        }
    }

    /** Gives every session a lane, as few sessions to each as can be, and every lane its part of the threads. */
    private void spread() {
        while (lanes.size() < Math.min(mostLanes, members.size())) {
            lanes.add(new BatchThread(model.pass(), manager));
        }
        for (Member member : members) {
            if (member.lane == null) {
                member.lane = emptiest();
            }
        }
        for (Member member : members) {
            if (load(member.lane) > load(emptiest()) + 1) {
                member.lane = emptiest();
            }
        }
        lanes.stream().filter(lane -> load(lane) == 0).forEach(BatchThread::close);
        lanes.removeIf(lane -> load(lane) == 0);
        lanes.forEach(lane -> lane.threads(Math.max(1, threads / lanes.size())));
    }

    private BatchThread emptiest() {
        return lanes.stream().min(Comparator.comparingLong(this::load)).orElseThrow();
    }

    private long load(BatchThread lane) {
        return members.stream().filter(member -> member.lane == lane).count();
    }

    /** Sends every lane on its way whose sessions all have a frame. */
    private void dispatch() {
        for (BatchThread lane : lanes) {
            List<Member> some = members.stream().filter(m -> m.lane == lane && m.takesPart).toList();
            if (!some.isEmpty() && some.stream().allMatch(m -> m.request != null)) {
                List<BatchThread.Request> batch = some.stream().map(m -> m.request).filter(r -> r.found().take()).toList();
                some.forEach(m -> m.request = null);
                if (!batch.isEmpty()) {
                    lane.run(() -> lane.find(batch));
                }
            }
        }
    }

    /** Frees what the batch keeps; the model stays, and sessions must have been closed. */
    @Override
    public synchronized void close() {
        lanes.forEach(BatchThread::close);
        lanes.clear();
        manager.close();
        Torch.threads(threads); // for threads that begin to compute from now on
    }
}
