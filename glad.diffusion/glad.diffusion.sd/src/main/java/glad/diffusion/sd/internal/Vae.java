package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/**
 * The autoencoder between images and latents (AutoencoderKL in diffusers 0.23). With {@code half} only the encoder is
 * declared.
 */
public final class Vae extends Layer {

    static final double EPS = 1e-6;

    final VaeEncoder encoder;
    final VaeDecoder decoder;
    private final BoundKernel posterior;
    private final Kernel sample;
    private final Kernel unscale;
    final Conv postQuant;

    /** Makes a VAE with initial weights. */
    public Vae(LayerContext context, VaeConfig config) {
        super(context);
        int c = config.latentChannels();
        sample = kernel("sample.py", Map.of("SCALE", config.scale()));
        unscale = kernel("unscale.py", Map.of("SCALE", config.scale()));
        encoder = child("encoder", new VaeEncoder(context, config));
        posterior = kernel("posterior.py", Map.of(), Map.ofEntries(
                entry("w", weight("quant_conv.weight", Init.fanIn(1), 2 * c, 2 * c, 1, 1)),
                entry("b", weight("quant_conv.bias", Init.ZEROS, 2 * c))), "x");
        postQuant = config.half() ? null : child("post_quant_conv", new Conv(context, c, c, 1, 1));
        decoder = config.half() ? null : child("decoder", new VaeDecoder(context, config));
    }

    /** Encodes images (B, 3, H, W); sides must be divisible by {@code 2^(levels - 1)}. */
    public Posterior encode(NDArray image) {
        try (NDArray moments = encoder.forward(image)) {
            NDArray[] halves = runMany(posterior, moments);
            return new Posterior(halves[0], halves[1]);
        }
    }

    /** Draws a latent {@code scale * (mean + std * noise)} from a posterior; noise is standard normal. */
    public NDArray sample(Posterior distribution, NDArray noise) {
        return run(sample, distribution.mean(), distribution.logVariance(), noise);
    }

    /** Decodes scaled latents (B, C, H, W) to images, fp32. */
    public NDArray decode(NDArray latents) {
        try (NDArray unscaled = run(unscale, latents); NDArray x = postQuant.forward(unscaled)) {
            return decoder.forward(x);
        }
    }
}
