package glad.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** One array of a part, known by its official state-dict name within the part. */
@ProviderType
public interface Parameter {

    /** Returns the state-dict name, for example {@code blocks.0.attn.qkv.weight}. */
    String name();

    /**
     * Returns the names under which checkpoints of the network it was pretrained in carry what this parameter starts from;
     * looked up in order where a file has nothing under {@link #name}. Several parameters may start from one array.
     */
    default List<String> pretrainedNames() {
        return List.of();
    }

    /** Returns the shape, row-major as in the official state dict. */
    Shape shape();

    /** Tells whether training changes it by gradients; false for buffers such as running statistics. */
    boolean learned();

    /**
     * Tells whether its values follow from the part's options: such a buffer stands in weight files for its name's sake, and
     * what a file holds there is left alone.
     */
    default boolean computed() {
        return false;
    }

    /** Returns the fp32 master array on the part's device. The part owns it: don't close it. */
    NDArray array();

    /**
     * Gives up the fp32 master where the part computes in bfloat16 without training, which halves what it takes and more:
     * from then on the values are rounded ones. If {@link #array} is asked for, it is made again, of these.
     */
    default void round() {
        // What is never cast has nothing to give up.
    }

    /**
     * Copies values in, and forgets any cached cast of the old ones.
     *
     * @param source an fp32 array of the same shape, on any device; stays the caller's
     * @throws IllegalArgumentException if the shape differs
     */
    void assign(NDArray source);

    /**
     * Adapts an array of another shape that a published checkpoint carries under this name (position tables are
     * interpolated, for example), or returns null if this parameter can't take that shape.
     *
     * @param source an fp32 array
     * @return an fp32 array of {@link #shape()} that the caller closes, or null
     */
    default @Nullable NDArray adapt(NDArray source) {
        return null;
    }
}
