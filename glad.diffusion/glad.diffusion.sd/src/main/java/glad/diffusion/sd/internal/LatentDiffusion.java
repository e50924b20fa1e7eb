package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextFeatures;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stable Diffusion as a part: features of a template for tracking, and the passes that training needs.
 *
 * <p>With the option {@code half} (the default) it declares only what the features need: the VAE's encoder and the
 * U-Net's way down and middle. With {@code half: false} it is the whole model; its parameters are those of the half and
 * more, under the same names, so that weights trained in the whole load into the half.
 *
 * <p>Latents here are scaled: the VAE's samples times {@code latent_scale}.
 *
 * <p>The whole model offers what it sees to {@link glad.nn.ValueTrace}, as images normalised like the template: {@code noised}, and
 * {@code denoised} and {@code denoised-without-words}, what one step makes of that without guidance.
 */
public final class LatentDiffusion extends Layer implements Diffusion {

    /** The number of time steps of the noise schedule. */
    public static final int STEPS = LcmSchedule.STEPS;

    private final int templateSize;
    private final Shape noiseShape;
    private final List<Shape> featureMaps;
    private final boolean half;
    private final boolean guided;
    private final int featureStep;
    private final Vae vae;
    private final UNet unet;
    private final LcmSchedule schedule;
    /** Null without text_adapter. */
    private final BoundKernel adapt;
    private final Kernel pair;
    private final Kernel finish;
    private final Kernel restore;
    private final boolean predictsClean;
    private final double restoreGuidance;
    private final Kernel guideRestored;
    private final Kernel restored;

    /**
     * Makes the part with initial weights.
     *
     * @param options values for {@link LatentDiffusionOptions#schema}
     * @param inputs template size and text width are needed
     * @throws glad.api.GladException (usage) if the sizes don't fit each other
     */
    public LatentDiffusion(Options options, PartInputs inputs, PartContext context) {
        super(new LayerContext(LatentDiffusionOptions.checked(options, inputs, context)));
        templateSize = inputs.templateSize();
        half = options.flag("half");
        List<Integer> vaeChannels = LatentDiffusionOptions.widths(options, "vae_channels");
        List<Integer> channels = LatentDiffusionOptions.widths(options, "unet_channels");
        int latentChannels = options.integer("latent_channels");
        int textWidth = LatentDiffusionOptions.textWidth(options, inputs);
        vae = child("vae", new Vae(context(), new VaeConfig(latentChannels, vaeChannels, options.integer("vae_layers"),
                options.integer("vae_groups"), options.number("latent_scale"), half)));
        unet = child("unet", new UNet(context(), new UNetConfig(latentChannels, channels,
                options.integer("unet_layers"), options.integer("heads"), options.integer("groups"), textWidth, half)));
        adapt = !options.flag("text_adapter") ? null : kernel("adapt_text.py", Map.of(), Map.ofEntries(
                entry("w", weight("text_adapter.weight", Init.xavier(), textWidth, inputs.textWidth())),
                entry("b", weight("text_adapter.bias", Init.ZEROS, textWidth))), "text");
        schedule = new LcmSchedule(context().kernels(), options.integer("original_steps"));
        featureStep = schedule.timesteps(options.integer("inference_steps"), options.number("strength"))[0];
        double guidance = options.number("guidance");
        guided = guidance > 1;
        pair = kernel("guidance_texts.py", Map.of());
        restore = kernel("restore.py", Map.of());
        predictsClean = options.text("predicts").equals("clean");
        restoreGuidance = options.number("restore");
        guideRestored = kernel("guide_restored.py", Map.of("SCALE", restoreGuidance));
        restored = kernel("restored_image.py", Map.of());
        finish = guided ? kernel("guide.py", Map.of("SCALE", guidance)) : kernel("plain.py", Map.of());
        int side = templateSize >> (vaeChannels.size() - 1);
        noiseShape = new Shape(latentChannels, side, side);
        featureMaps = featureMaps(channels, options.integer("unet_layers"), side);
    }

    /** The shapes of the fifth and fourth residual from the end of the way down and of the middle. */
    private static List<Shape> featureMaps(List<Integer> channels, int layers, int latentSide) {
        int side = latentSide;
        List<Shape> residuals = new ArrayList<>(List.of(new Shape(channels.get(0), side, side)));
        for (int i = 0; i < channels.size(); i++) {
            for (int j = 0; j < layers; j++) {
                residuals.add(new Shape(channels.get(i), side, side));
            }
            if (i < channels.size() - 1) {
                side = (side + 1) / 2;
                residuals.add(new Shape(channels.get(i), side, side));
            }
        }
        int n = residuals.size();
        return List.of(residuals.get(n - 5), residuals.get(n - 4), residuals.get(n - 1));
    }

    @Override
    public List<Shape> featureMaps() {
        return featureMaps;
    }

    @Override
    public Shape noiseShape() {
        return noiseShape;
    }

    /**
     * Computes GLAD's features: encode, sample, add noise at the one time step, half a U-Net pass, guidance on the
     * features. The three maps are the U-Net's fifth and fourth residual from the end of the way down and its middle.
     */
    @Override
    public NDList features(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
        Shape wanted = new Shape(image.getShape().get(0), 3, templateSize, templateSize);
        if (!image.getShape().equals(wanted)) {
            throw new IllegalArgumentException("template of shape " + image.getShape() + ", expected " + wanted);
        }
        try (NDManager scope = image.getManager().newSubManager()) {
            NDArray noised = noised(image, noise, scope);
            if (!half) {
                offer("noised", () -> vae.decode(noised));
                offer("denoised", () -> vae.decode(clean(noised, text)));
                offer("denoised-without-words", () -> vae.decode(clean(noised, nullText)));
            }
            NDArray sentence = text.tokens();
            if (guided) {
                sentence = run(pair, nullText.tokens(), sentence);
                sentence.attach(scope);
            }
            sentence = adapted(sentence, scope);
            NDList maps = unet.half(noised, scope.create(new float[] {featureStep}), sentence);
            // With gradients allowed: networks in training can't keep what an inference-only call made, and features of
            // a frozen part are what the others learn on.
            return scope.ret(new NDList(finish.many(true, maps.get(0), maps.get(1), maps.get(2))));
        }
    }

    /** Returns templates' latents, noised as for the features, in the scope. */
    private NDArray noised(NDArray image, DiffusionNoise noise, NDManager scope) {
        NDArray latents = encode(image, noise.posterior());
        latents.attach(scope);
        return schedule.addNoise(latents, noise.diffusion(), featureStep);
    }

    @Override
    public boolean restores() {
        return restoreGuidance > 0;
    }

    /** Restores templates in one step from where the features are computed: noised by the same noise, and decoded. */
    @Override
    public NDArray restored(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
        if (!restores()) {
            throw new UnsupportedOperationException("made without the option restore");
        }
        try (NDManager scope = image.getManager().newSubManager()) {
            NDArray noised = noised(image, noise, scope);
            NDArray latent = clean(noised, text);
            latent.attach(scope);
            if (restoreGuidance != 1) {
                NDArray empty = nullText.tokens().broadcast(text.tokens().getShape());
                empty.attach(scope);
                NDArray without = clean(noised, new TextFeatures(empty, nullText.mask()));
                without.attach(scope);
                latent = run(guideRestored, without, latent);
                latent.attach(scope);
            }
            NDArray decoded = vae.decode(latent);
            decoded.attach(scope);
            NDArray shown = run(restored, decoded);
            shown.attach(image.getManager());
            return shown;
        }
    }

    /** Returns what one step makes of latents that were noised for the features: of the consistency model, or of one that restores. */
    private NDArray clean(NDArray noised, TextFeatures text) {
        if (predictsClean) {
            return restore(noised, new int[] {featureStep}, text.tokens());
        }
        try (NDArray predicted = predictNoise(noised, new int[] {featureStep}, text.tokens())) {
            return schedule.step(noised, predicted, featureStep, -1, noised)[1];
        }
    }

    /**
     * Encodes images.
     *
     * @param image (B, 3, H, W) fp32, ImageNet-normalised; sides divisible as the template's are
     * @return the distribution of the latents, in the image's manager; the caller closes it
     */
    public Posterior posterior(NDArray image) {
        return vae.encode(image);
    }

    /**
     * Draws scaled latents from a posterior.
     *
     * @param noise standard normal, of the posterior's shape
     */
    public NDArray sample(Posterior posterior, NDArray noise) {
        return vae.sample(posterior, noise);
    }

    /** Encodes images and draws scaled latents: {@link #posterior} and {@link #sample} in one. */
    public NDArray encode(NDArray image, NDArray noise) {
        try (Posterior posterior = vae.encode(image)) {
            return vae.sample(posterior, noise);
        }
    }

    /**
     * Decodes scaled latents (B, C, h, w) to images (B, 3, H, W) fp32, normalised as the encoder's were.
     *
     * @throws IllegalStateException if the part was made with {@code half}
     */
    public NDArray decode(NDArray latents) {
        requireWhole();
        return vae.decode(latents);
    }

    /**
     * Predicts the noise in noised latents.
     *
     * @param latents (B, C, h, w) fp32; any height and width
     * @param timesteps one for all samples, or one for each, in 0..{@link #STEPS}-1
     * @param text (B, L, textWidth) token features; for a backward pass they must not come from an inference-only call
     *     (duplicate them, or have the text encoder in training mode)
     * @return (B, C, h, w) fp32, in the latents' manager
     * @throws IllegalStateException if the part was made with {@code half}
     */
    public NDArray predictNoise(NDArray latents, int[] timesteps, NDArray text) {
        requireWhole();
        float[] steps = new float[timesteps.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = timesteps[i];
        }
        try (NDManager scope = latents.getManager().newSubManager()) {
            return unet.full(latents, scope.create(steps), adapted(text, scope));
        }
    }

    /**
     * Restores clean latents: {@code sqrt(a_t) z_t} plus what the U-Net gives, for one that was trained so.
     *
     * @param latents (B, C, h, w) fp32, noised
     * @param timesteps as for {@link #predictNoise}
     * @param text as for {@link #predictNoise}
     * @return (B, C, h, w) fp32, in the latents' manager
     * @throws IllegalStateException if the part was made with {@code half}
     */
    public NDArray restore(NDArray latents, int[] timesteps, NDArray text) {
        float[] all = alphasCumprod();
        float[] alphas = new float[timesteps.length];
        for (int i = 0; i < alphas.length; i++) {
            alphas[i] = all[timesteps[i]];
        }
        try (NDArray predicted = predictNoise(latents, timesteps, text); NDArray left = latents.getManager().create(alphas)) {
            return run(restore, latents, predicted, left);
        }
    }

    /** Tells whether the U-Net is trained to give what latents lack of the clean template's, and not noise. */
    boolean predictsClean() {
        return predictsClean;
    }

    /** Returns the time step at which {@link #features} are computed. */
    int featureStep() {
        return featureStep;
    }

    /** Returns the text features as the U-Net wants them: as they are, or mapped, in the scope. */
    private NDArray adapted(NDArray text, NDManager scope) {
        if (adapt == null) {
            return text;
        }
        NDArray mapped = run(adapt, text);
        mapped.attach(scope);
        return mapped;
    }

    /**
     * Mixes scaled latents with noise: {@code sqrt(a_t) x + sqrt(1 - a_t) noise}.
     *
     * @param noise standard normal, of the latents' shape
     * @param timesteps one for all samples, or one for each
     */
    public NDArray addNoise(NDArray latents, NDArray noise, int... timesteps) {
        return schedule.addNoise(latents, noise, timesteps);
    }

    /** Returns, for each of the {@link #STEPS} time steps, what is left of the signal's variance. */
    public float[] alphasCumprod() {
        return schedule.alphasCumprod();
    }

    private void requireWhole() {
        if (half) {
            throw new IllegalStateException("this diffusion part has no decoders; make it with \"half: false\"");
        }
    }
}
