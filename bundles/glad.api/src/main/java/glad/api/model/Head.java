package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns tokens into boxes. */
@ConsumerType
public interface Head extends Part {

    /** Returns the side of the score map. */
    int mapSide();

    /**
     * Returns the side N that boxes are decoded with: cell i of the flattened maps has its centre at
     * {@code ((i % N, i / N) + offset) / N}, whatever the map's side; 0 if the head gives no size and offset maps.
     */
    int decodeSide();

    /**
     * Predicts one box per sample.
     *
     * @param tokens the fused tokens; a head with a score of centres adds their evidence to its logit, another refuses it
     * @param template where the target is in the template, see {@link Template#box}
     * @param window (1, 1, N, N) fp32 weights multiplied into the score before the best cell is chosen, or null
     */
    Prediction forward(Tokens tokens, NDArray template, @Nullable NDArray window);
}
