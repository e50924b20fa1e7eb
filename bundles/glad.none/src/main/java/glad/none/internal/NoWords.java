package glad.none.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.MemoryRows;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;

/** Passes the search tokens on as they are. */
final class NoWords extends NoPart implements WordGuidance {

    @Override
    public WordCues cues(TextFeatures text) {
        return WordCues.none();
    }

    @Override
    public NDArray forward(Tokens tokens, WordCues cues, MemoryRows memory) {
        return tokens.search();
    }
}
