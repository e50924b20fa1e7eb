package glad.api.model;

import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a part is made.
 *
 * @param manager owner of the part's arrays; its device is the part's device. Closed by the caller after the part
 * @param precision number format of the kernels
 * @param seed seeds the initial values of the parameters: same seed and options, same values
 * @param kernels where kernels that other parts have compiled are found; null for a part that compiles its own
 */
public record PartContext(NDManager manager, Precision precision, long seed, @Nullable KernelStore kernels) {

    /** Is the context of a part that compiles its own kernels. */
    public PartContext(NDManager manager, Precision precision, long seed) {
        this(manager, precision, seed, null);
    }
}
