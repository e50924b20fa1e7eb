package glad.none.internal;

import ai.djl.ndarray.NDList;
import glad.api.model.Fusion;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Tokens;
import java.util.List;

/** Passes the tokens on unchanged. */
final class NoFusion implements Fusion {

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void mode(Mode mode) {
        // Nothing here differs between training and inference.
    }

    @Override
    public NDList cues(NDList featureMaps) {
        return new NDList();
    }

    @Override
    public Tokens forward(Tokens tokens, NDList cues) {
        return tokens;
    }

    @Override
    public void close() {
        // Owns nothing.
    }
}
