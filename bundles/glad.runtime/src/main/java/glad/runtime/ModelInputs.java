package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Image;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.media.ImageNet;
import java.util.Random;

/** The arrays that go into a model: images and noise. */
public final class ModelInputs {

    private ModelInputs() {}

    /**
     * Turns images of one size into a batch, normalised as {@link ImageNet} says.
     *
     * @param scope owner of the result
     * @return (B, 3, H, W) fp32
     */
    public static NDArray images(NDManager scope, Image... images) {
        int count = images[0].rgb().length;
        float[] values = new float[count * images.length];
        for (int i = 0; i < images.length; i++) {
            if (images[i].width() != images[0].width() || images[i].rgb().length != count) {
                throw new IllegalArgumentException("images of one batch must have one size");
            }
            ImageNet.normalise(images[i], values, i * count);
        }
        return scope.create(values, new Shape(images.length, 3, images[0].height(), images[0].width()));
    }

    /**
     * Draws the two noises of a template pass from a generator: the posterior's first, then the diffusion's.
     *
     * @param scope owner of the result
     * @param random gives standard normal values in row-major order
     * @param one the shape of each noise for one template, see {@link Diffusion#noiseShape}; may be null
     * @return the noises for {@code batch} templates; null if the shape is
     */
    public static DiffusionNoise noise(NDManager scope, Random random, Shape one, int batch) {
        if (one == null) {
            return null;
        }
        Shape shape = new Shape(batch).addAll(one);
        return new DiffusionNoise(normal(scope, random, shape), normal(scope, random, shape));
    }

    private static NDArray normal(NDManager scope, Random random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }
}
