package glad.api.model;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns sentences into token features. */
@ConsumerType
public interface TextEncoder extends Part {

    /** Returns the width C of the token features. */
    int width();

    /** Returns the number L of tokens that every sentence is padded or cut to. */
    int length();

    /**
     * Encodes sentences; the empty sentence is allowed and means "no language".
     *
     * @param sentences B sentences as the user wrote them
     * @param manager owner of the result
     */
    TextFeatures encode(List<String> sentences, NDManager manager);

    /**
     * Returns what the tokens of an encoded sentence stand for, without its padding.
     *
     * @return at most {@link #length()} tokens; none if this encoder can't tell
     */
    default List<TextToken> tokens(String sentence) {
        return List.of();
    }
}
