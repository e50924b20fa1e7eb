package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings the sentence's words into the search tokens. */
@ConsumerType
public interface WordGuidance extends Part {

    /**
     * Computes what doesn't change while the sentence stays.
     *
     * @param text the encoded sentences
     * @return cues in the manager of the text's tokens; arrays of their own, none that shares memory with the text, which goes earlier
     */
    WordCues cues(TextFeatures text);

    /**
     * Guides the search tokens of one frame.
     *
     * @param tokens the fused tokens
     * @param cues what {@link #cues} gave
     * @param memory what is remembered of the targets; null without memory
     * @return search tokens (B, Ns, C) fp32
     */
    NDArray forward(Tokens tokens, WordCues cues, @Nullable MemoryRows memory);
}
