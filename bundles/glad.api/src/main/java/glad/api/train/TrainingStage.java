package glad.api.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.osgi.annotation.versioning.ConsumerType;

/** What one stage of a training optimises. Used by one thread. */
@ConsumerType
public interface TrainingStage extends AutoCloseable {

    /** Returns the parameters it trains, by full name as {@link TrainingModel#parameters} has it. */
    Map<String, Parameter> parameters();

    /** Puts the parts it trains in training mode, all others in inference. */
    void prepare();

    /** The examples of one update with their random draws made, so that the loss doesn't depend on how it is cut up. */
    @ConsumerType
    interface Batch {

        /**
         * Computes the loss of some of the examples: such a mean that those of all pieces, weighted by their number of
         * examples, are the loss of the batch.
         *
         * @param from first example
         * @param to end of the examples
         * @param scope owner of everything made on the way
         * @return first the loss, then its terms in the order of {@link #terms}; scalars
         */
        NDArray[] loss(int from, int to, NDManager scope);
    }

    /**
     * Makes the draws of a batch.
     *
     * @param random all draws of this update but those that operators make themselves
     * @param scope owner of what is drawn
     */
    Batch batch(List<TrainingPair> pairs, Random random, NDManager scope);

    /** Returns the names of the loss's terms. */
    List<String> terms();

    /**
     * Measures the model on pairs that it isn't trained on; leaves the parts in inference mode.
     *
     * @return measures by name; of {@code iou} the best checkpoint is kept
     */
    Map<String, Double> check(List<TrainingPair> pairs, Random random);

    /**
     * Draws for people what the model makes of some pairs that it isn't trained on; leaves the parts in inference mode.
     *
     * @return one image for each pair; none where there is nothing to see
     */
    default List<Image> drawings(List<TrainingPair> pairs, Random random) {
        return List.of();
    }

    /** Frees what the stage made; the model stays. */
    @Override
    void close();
}
