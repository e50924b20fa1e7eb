package glad.none.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.TextFeatures;
import java.util.List;

/** Gives no feature maps and has no parameters. */
final class NoDiffusion extends NoPart implements Diffusion {

    @Override
    public List<Shape> featureMaps() {
        return List.of();
    }

    @Override
    public Shape noiseShape() {
        return null;
    }

    @Override
    public NDList features(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
        return new NDList();
    }
}
