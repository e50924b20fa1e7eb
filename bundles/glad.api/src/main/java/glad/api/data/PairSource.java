package glad.api.data;

/** An endless supply of training examples. Safe for use by several threads. */
@FunctionalInterface
public interface PairSource {

    /** Returns the example of a number, the same one whenever it is asked for. */
    TrainingPair pair(long index);
}
