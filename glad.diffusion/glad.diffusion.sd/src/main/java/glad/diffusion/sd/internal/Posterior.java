package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;

/**
 * The normal distribution that the VAE's encoder gives for each entry of a latent, unscaled.
 *
 * @param mean (B, C, H, W) fp32
 * @param logVariance (B, C, H, W) fp32, clamped to [-30, 20]
 */
public record Posterior(NDArray mean, NDArray logVariance) implements AutoCloseable {

    @Override
    public void close() {
        mean.close();
        logVariance.close();
    }
}
