package glad.none.internal;

import ai.djl.ndarray.NDList;
import glad.api.model.Fusion;
import glad.api.model.Tokens;

/** Passes the tokens on unchanged. */
final class NoFusion extends NoPart implements Fusion {

    @Override
    public NDList cues(NDList featureMaps) {
        return new NDList();
    }

    @Override
    public Tokens forward(Tokens tokens, NDList cues) {
        return tokens;
    }
}
