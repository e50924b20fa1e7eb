package glad.nn;

import ai.djl.ndarray.NDManager;
import glad.api.model.PartContext;
import glad.api.model.Precision;

/**
 * What all layers of one part share. Made once per part from its {@link PartContext}; closing it frees every array of the
 * part, and every kernel that no other part uses.
 */
public final class LayerContext implements AutoCloseable {

    private final NDManager manager;
    private final Precision precision;
    private final long seed;
    private final Kernels kernels;

    /** Makes the context of one part, with a manager of its own below the given one. */
    public LayerContext(PartContext part) {
        manager = part.manager().newSubManager();
        manager.setName("part");
        precision = part.precision();
        seed = part.seed();
        kernels = new Kernels(manager, (CompiledKernels) part.kernels());
    }

    NDManager manager() {
        return manager;
    }

    Precision precision() {
        return precision;
    }

    long seed() {
        return seed;
    }

    /** Returns the part's kernels. */
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public void close() {
        manager.close();
    }
}
