package glad.api.model;

import ai.djl.ndarray.NDArray;

/**
 * The two standard normal draws of a template pass, made by the caller so that a run repeats.
 *
 * @param posterior (B, C, H, W) fp32, samples the VAE's posterior
 * @param diffusion (B, C, H, W) fp32, noises the latent
 */
public record DiffusionNoise(NDArray posterior, NDArray diffusion) {}
