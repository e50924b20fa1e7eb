package glad.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import glad.api.model.KernelStore;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kernels that several parts use, each compiled once: a composition of the same parts compiles none. They are known by their text, so
 * that a bundle that was updated gets its new ones, and nothing of a bundle is held. Those that nobody uses are kept for the next
 * model, the last {@value #SPARE} of them.
 */
public final class CompiledKernels implements KernelStore, AutoCloseable {

    /** Some models' worth; one has about fifty. */
    static final int SPARE = 256;

    private final Map<Key, Shared> used = new HashMap<>();
    /** The one that is unused for longest comes first. */
    private final Map<Key, Shared> unused = new LinkedHashMap<>();
    private long uses;
    private boolean closed;

    private record Key(Device device, String name, String source) {}

    /** A kernel, and what frees it. */
    private static final class Shared {

        private final NDManager manager;
        private final Kernel kernel;
        private int users;

        Shared(Key key) {
            manager = Torch.manager(key.device());
            manager.setName("kernel " + key.name());
            try {
                kernel = new Kernel(manager, key.name(), key.source());
            } catch (RuntimeException | Error e) {
                manager.close();
                throw e;
            }
        }
    }

    /**
     * Returns a kernel, compiled if nobody else has.
     *
     * @param user whose closing ends the use of the kernel
     */
    synchronized Kernel take(NDManager user, String name, String source) {
        Key key = new Key(user.getDevice(), name, source);
        Shared shared = used.get(key);
        if (shared == null) {
            shared = unused.containsKey(key) ? unused.remove(key) : new Shared(key);
            used.put(key, shared);
        }
        user.attachInternal("kernel's use " + uses++, () -> release(key));
        shared.users++;
        return shared.kernel;
    }

    private synchronized void release(Key key) {
        Shared shared = used.get(key);
        shared.users--;
        if (shared.users == 0) {
            unused.put(key, used.remove(key));
            free(closed ? 0 : SPARE);
        }
    }

    private void free(int kept) {
        Iterator<Shared> oldest = unused.values().iterator();
        while (unused.size() > kept) {
            oldest.next().manager.close();
            oldest.remove();
        }
    }

    /** Returns how many are compiled now. */
    synchronized int size() {
        return used.size() + unused.size();
    }

    /** Frees the kernels that nobody uses; the others when their last user is closed. */
    @Override
    public synchronized void close() {
        closed = true;
        free(0);
    }
}
