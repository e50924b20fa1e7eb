package glad.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns a template and a sentence into feature maps, once per sequence. */
@ConsumerType
public interface Diffusion extends Part {

    /** Returns the shapes (C, H, W) of the feature maps, in the order of {@link #features}; empty for "none". */
    List<Shape> featureMaps();

    /** Returns the shape (C, H, W) of each of the two noises for one template; null if none is used. */
    @Nullable Shape noiseShape();

    /**
     * Computes the feature maps (docs/METHOD.md, "Per sequence (init)").
     *
     * @param image (B, 3, T, T) fp32, ImageNet-normalised template
     * @param text the sentence's features
     * @param nullText features of the empty sentence, B or 1 rows
     * @param noise both noises; ignored, and may be null, where {@link #noiseShape} is null
     * @return one (B, C, H, W) fp32 array per map, in the image's manager; empty for "none"
     */
    NDList features(NDArray image, TextFeatures text, TextFeatures nullText, @Nullable DiffusionNoise noise);

    /** Tells whether the backbone is to see {@link #restored} templates in place of the given ones. */
    default boolean restores() {
        return false;
    }

    /**
     * Restores templates that show little, from what they show and the sentence. Not of the official method.
     *
     * @param image as for {@link #features}, like the other arguments
     * @return (B, 3, T, T) fp32, ImageNet-normalised, in the image's manager
     * @throws UnsupportedOperationException if this module doesn't {@linkplain #restores restore}
     */
    default NDArray restored(NDArray image, TextFeatures text, TextFeatures nullText, @Nullable DiffusionNoise noise) {
        throw new UnsupportedOperationException("this diffusion module restores no templates");
    }
}
