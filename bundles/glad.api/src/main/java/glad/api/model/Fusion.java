package glad.api.model;

import ai.djl.ndarray.NDList;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings generative cues into the visual tokens. */
@ConsumerType
public interface Fusion extends Part {

    /**
     * Pools feature maps into cues, once per sequence.
     *
     * @param featureMaps what {@link Diffusion#features} gave; may be empty, then the tokens pass without cues
     * @return the cues, in the maps' manager: whatever fp32 arrays {@link #forward} of this part wants; empty for no maps
     */
    NDList cues(NDList featureMaps);

    /**
     * Fuses the cues into the tokens of one frame.
     *
     * @param tokens the backbone's tokens
     * @param cues what {@link #cues} gave
     * @return tokens of the same shapes
     */
    Tokens forward(Tokens tokens, NDList cues);
}
