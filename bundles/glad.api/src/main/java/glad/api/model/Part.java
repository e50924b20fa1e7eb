package glad.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A part of a composed model: a network or a parameterless step. Closing it frees its arrays. */
@ConsumerType
public interface Part extends AutoCloseable {

    /** Returns the parameters and buffers in state-dict order; empty for a part without any. */
    List<Parameter> parameters();

    /** Switches between training and inference; parts start in {@link Mode#INFER}. */
    void mode(Mode mode);

    @Override
    void close();
}
