package glad.diffusion.sd.internal;

import java.util.List;

/**
 * The size of a VAE.
 *
 * @param latentChannels channels of the latent
 * @param channels width of each resolution, from the finest; each but the last is halved
 * @param layers residual blocks per resolution in the encoder; the decoder has one more
 * @param groups groups of the group norms
 * @param scale factor between the posterior's samples and the U-Net's latents
 * @param half whether only the encoder is there
 */
public record VaeConfig(
        int latentChannels, List<Integer> channels, int layers, int groups, double scale, boolean half) {}
