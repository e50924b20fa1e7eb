package glad.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The two standard normal draws of a template pass, made by the caller so that a run repeats.
 *
 * @param posterior (B, C, H, W) fp32, samples the VAE's posterior
 * @param diffusion (B, C, H, W) fp32, noises the latent
 */
public record DiffusionNoise(NDArray posterior, NDArray diffusion) {

    /**
     * Returns the noises of some templates of the batch.
     *
     * @param from first template
     * @param to end of the templates
     * @param scope owner of the result
     */
    public DiffusionNoise part(int from, int to, NDManager scope) {
        return new DiffusionNoise(part(posterior, from, to, scope), part(diffusion, from, to, scope));
    }

    private static NDArray part(NDArray array, int from, int to, NDManager scope) {
        NDArray part = array.get(from + ":" + to);
        part.attach(scope);
        return part;
    }
}
