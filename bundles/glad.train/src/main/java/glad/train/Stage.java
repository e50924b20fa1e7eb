package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
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

    /** The examples of one update with their random draws made, so that the loss doesn't depend on how it is cut up. */
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
     * @return measures by name
     */
    Map<String, Double> check(List<TrainingPair> pairs, Random random);

    /** Returns a part of the noises of a batch, null of null, in a scope of its own. */
    static DiffusionNoise part(DiffusionNoise noise, int from, int to, NDManager scope) {
        return noise == null ? null : new DiffusionNoise(
                part(noise.posterior(), from, to, scope), part(noise.diffusion(), from, to, scope));
    }

    private static NDArray part(NDArray array, int from, int to, NDManager scope) {
        NDArray part = array.get(from + ":" + to);
        part.attach(scope);
        return part;
    }

    @Override
    void close();
}
