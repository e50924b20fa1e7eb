package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings the sentence's words into the search tokens, or says beside them where the words fit. */
@ConsumerType
public interface WordGuidance extends Part {

    /**
     * Tells whether {@link #cues} reads, instead of the text encoder's tokens, what the diffusion module makes of template and sentence: the
     * cells of the coarsest of its maps' grids, between a start and an end of zeros, each with the channels of all maps there (means of the finer
     * ones), less those that the same template and noise give with the empty sentence. The mask says which sentences have words: theirs is 1
     * everywhere, that of others at start and end alone. Without maps {@link #cues} isn't asked.
     */
    default boolean readsMaps() {
        return false;
    }

    /**
     * Computes what doesn't change while the sentence stays.
     *
     * @param text the encoded sentences
     * @return cues in the manager of the text's tokens; arrays of their own, none that shares memory with the text, which goes earlier
     */
    WordCues cues(TextFeatures text);

    /**
     * Computes the same where the empty sentence is there to compare with.
     *
     * @param text the encoded sentences
     * @param nothing the encoded empty sentence, 1 row
     * @return as {@link #cues(TextFeatures)}, which a part that has no use for the empty sentence needs only
     */
    default WordCues cues(TextFeatures text, TextFeatures nothing) {
        return cues(text);
    }

    /**
     * Guides the search tokens of one frame.
     *
     * @param tokens the fused tokens
     * @param cues what {@link #cues} gave
     * @param memory what is remembered of the targets; null without memory
     * @return search tokens (B, Ns, C) fp32
     */
    NDArray forward(Tokens tokens, WordCues cues, @Nullable MemoryRows memory);

    /**
     * Says for each search token of one frame how well the words fit it.
     *
     * @param seen the backbone's tokens, before any fusion
     * @param cues what {@link #cues} gave
     * @return see {@link Tokens#evidence}; 0 for the empty sentence, null from a part that doesn't say it
     */
    default @Nullable NDArray evidence(Tokens seen, WordCues cues) {
        return null;
    }
}
