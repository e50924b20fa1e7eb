package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What one stage optimises. */
interface Stage extends AutoCloseable {

    /** Returns the parameters it trains, by full name. */
    Map<String, Parameter> parameters();

    /** Puts the parts it trains in training mode, all others in inference. */
    void prepare();

    /**
     * Computes the loss of a batch.
     *
     * @param random all draws of this update
     * @param scope owner of everything made on the way
     * @return first the loss, then its terms in the order of {@link #terms}; scalars
     */
    NDArray[] loss(List<TrainingPair> pairs, Random random, NDManager scope);

    /** Returns the names of the loss's terms. */
    List<String> terms();

    /**
     * Measures the model on pairs that it isn't trained on; leaves the parts in inference mode.
     *
     * @return measures by name
     */
    Map<String, Double> check(List<TrainingPair> pairs, Random random);

    @Override
    void close();
}
