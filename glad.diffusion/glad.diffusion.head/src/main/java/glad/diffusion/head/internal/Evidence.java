package glad.diffusion.head.internal;

import glad.api.GladException;
import glad.api.model.Tokens;

/** Words that speak for search tokens, where a head has no score of centres that they could change. */
final class Evidence {

    private Evidence() {}

    /** Refuses tokens with evidence, so that words aren't passed over in silence. */
    static void refuse(String head, Tokens tokens) {
        if (tokens.evidence() != null) {
            throw GladException.usage("head \"" + head + "\" has no score of centres that words could change; expected no evidence of words;"
                    + " choose the head \"center\", or the words \"none\"");
        }
    }
}
