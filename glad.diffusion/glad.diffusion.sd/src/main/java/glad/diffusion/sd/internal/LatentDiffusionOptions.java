package glad.diffusion.sd.internal;

import glad.api.GladException;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.Arrays;
import java.util.List;

/** The options of {@link LatentDiffusion}, and which values of them fit each other. */
final class LatentDiffusionOptions {

    private LatentDiffusionOptions() {}

    /** Returns the options of the part; the defaults are a small model for a laptop's CPU. */
    static OptionSchema schema() {
        return OptionSchema.of(
                Option.integers("unet_channels", List.of(32L, 48L, 64L), 1, 4096,
                        "width of each U-Net resolution, from the finest"),
                Option.integer("unet_layers", 2, 1, 8, "residual blocks per U-Net resolution"),
                Option.integer("heads", 2, 1, 64, "attention heads of the U-Net"),
                Option.integer("groups", 8, 1, 256, "groups of the U-Net's group norms"),
                Option.integers("vae_channels", List.of(8L, 16L, 32L, 32L), 1, 4096,
                        "width of each VAE resolution, from the finest; all but the last are halved"),
                Option.integer("vae_layers", 1, 1, 8, "residual blocks per VAE resolution"),
                Option.integer("vae_groups", 8, 1, 256, "groups of the VAE's group norms"),
                Option.integer("latent_channels", 4, 1, 64, "channels of the latent"),
                Option.number("latent_scale", 0.18215, 1e-4, 1e4, "factor that brings latents to unit variance"),
                Option.integer("original_steps", 50, 1, 1000, "steps that the consistency model was distilled on"),
                Option.integer("inference_steps", 8, 1, 1000, "steps from pure noise to an image"),
                Option.number("strength", 0.125, 0, 1,
                        "fraction of the inference steps that is run; it must keep one step"),
                Option.number("guidance", 8.0, 0, 100,
                        "how far features are moved from the empty sentence to the sentence; up to 1: no guidance"),
                Option.choice("predicts", "noise", List.of("noise", "clean"), "what the U-Net was trained for: the noise in a latent, or what a"
                        + " noised latent lacks of the clean template's"),
                Option.number("restore", 0, 0, 100,
                        "guidance with which one step restores the template for the backbone; 1: none; 0: the backbone sees the template itself"),
                Option.integer("text_width", 0, 0, 8192,
                        "width of the text features that the U-Net attends to; 0: whatever the text encoder gives"),
                Option.flag("text_adapter", false,
                        "put a learned linear map between the text encoder and the U-Net, which may change the width"),
                Option.flag("half", true, "whether only what tracking needs is there, without decoders"));
    }

    /**
     * Checks that values fit each other.
     *
     * @throws GladException (usage) if they don't
     */
    static PartContext checked(Options options, PartInputs inputs, PartContext context) {
        List<Integer> vaeChannels = widths(options, "vae_channels");
        List<Integer> channels = widths(options, "unet_channels");
        require(!vaeChannels.isEmpty() && vaeChannels.size() <= 16, "vae_channels", vaeChannels, "1 to 16 widths");
        int residuals = channels.size() * (options.integer("unet_layers") + 1);
        require(channels.size() >= 2 && residuals >= 5, "unet_channels", channels,
                "at least two widths, and with the layers at least five residuals (this gives " + residuals + ")");
        requireMultiples(channels, options.integer("groups"), "unet_channels", "groups");
        requireMultiples(channels, options.integer("heads"), "unet_channels", "heads");
        requireMultiples(channels.subList(0, 1), 2, "unet_channels", "sines and cosines of the time step");
        requireMultiples(vaeChannels, options.integer("vae_groups"), "vae_channels", "vae_groups");
        int factor = 1 << (vaeChannels.size() - 1);
        require(inputs.templateSize() > 0 && inputs.templateSize() % factor == 0, "template size",
                inputs.templateSize(), "a multiple of " + factor + " for " + vaeChannels.size() + " vae_channels");
        require(inputs.textWidth() > 0, "text width", inputs.textWidth(),
                "a text encoder; choose one, or the diffusion part \"none\"");
        int textWidth = textWidth(options, inputs);
        if (textWidth != inputs.textWidth() && !options.flag("text_adapter")) {
            throw GladException.usage("the text encoder gives features " + inputs.textWidth() + " wide, the diffusion part's"
                    + " U-Net wants \"" + textWidth + "\" (its option text_width); choose a text encoder of that width, or set"
                    + " diffusion.text_adapter to true for a learned linear map between them");
        }
        int inference = options.integer("inference_steps");
        require(inference <= options.integer("original_steps"), "inference_steps", inference,
                "at most original_steps, " + options.integer("original_steps"));
        require(options.number("restore") == 0 || !options.flag("half"), "restore", options.number("restore"),
                "0 for one that is made by halves; set diffusion.half to false, with weights that hold the rest");
        require((int) (inference * options.number("strength")) == 1, "strength", options.number("strength"),
                "a fraction that keeps one of " + inference
                        + " inference_steps, such as " + Math.min(1, 1.25 / inference));
        return context;
    }

    /** Returns the width of the text features that the U-Net attends to. */
    static int textWidth(Options options, PartInputs inputs) {
        int wanted = options.integer("text_width");
        return wanted == 0 ? inputs.textWidth() : wanted;
    }

    private static void requireMultiples(List<Integer> widths, int divisor, String key, String why) {
        require(widths.stream().allMatch(w -> w % divisor == 0), key, widths,
                "multiples of " + divisor + " (" + why + ")");
    }

    private static void require(boolean holds, String what, Object value, String expected) {
        if (!holds) {
            throw GladException.usage(what + " of the diffusion part is \"" + value + "\"; expected " + expected);
        }
    }

    /** Returns the widths that an option names. */
    static List<Integer> widths(Options options, String key) {
        return Arrays.stream(options.integers(key)).boxed().toList();
    }
}
