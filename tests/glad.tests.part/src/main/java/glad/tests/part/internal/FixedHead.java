package glad.tests.part.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import java.util.List;

/** Finds the target always in the middle, always with the same confidence. */
final class FixedHead implements Head {

    private final int side;
    private final float confidence;

    FixedHead(int side, float confidence) {
        this.side = side;
        this.confidence = confidence;
    }

    @Override
    public int mapSide() {
        return side;
    }

    @Override
    public int decodeSide() {
        return 0;
    }

    @Override
    public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
        NDManager manager = tokens.search().getManager();
        return new Prediction(manager.create(new float[] {0.5f, 0.5f, 0.25f, 0.25f}, new Shape(1, 4)),
                manager.create(new float[] {confidence}), manager.ones(new Shape(1, 1, side, side)), null, null);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void mode(Mode mode) {
        // The same in both.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
