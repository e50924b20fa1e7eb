package glad.api.data;

import org.osgi.annotation.versioning.ConsumerType;

/** An endless supply of training examples. Safe for use by several threads. */
@FunctionalInterface
@ConsumerType
public interface PairSource {

    /** Returns the example of a number, the same one whenever it is asked for. */
    TrainingPair pair(long index);
}
