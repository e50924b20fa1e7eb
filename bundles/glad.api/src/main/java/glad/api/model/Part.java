package glad.api.model;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A part of a composed model: a network or a parameterless step. Closing it frees its arrays. */
@ConsumerType
public interface Part extends AutoCloseable {

    /** Returns the parameters and buffers in state-dict order; empty for a part without any. */
    List<Parameter> parameters();

    /**
     * Says what takes a tensor for which this part, as it was made, has no place although the network that the tensor comes from
     * computes something else with it: factors of layer scale, relative positions.
     *
     * @param tensor its name within the part
     * @return what to do, as an order: {@code set backbone.layer_scale to 0.1}; empty where the tensor can be left out
     */
    default Optional<String> remedy(String tensor) {
        return Optional.empty();
    }

    /** Switches between training and inference; parts start in {@link Mode#INFER}. */
    void mode(Mode mode);

    @Override
    void close();
}
