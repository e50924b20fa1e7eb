package glad.diffusion.head.internal;

import glad.api.GladException;
import glad.api.options.Option;
import glad.api.options.Options;

/** The options that both heads share. */
final class Channels {

    /** So many samples are normalised together: as a GPU of the official training does with its fraction of a batch. */
    static final Option NORM_BATCH = Option.integer("norm_batch", 0, 0, 65536,
            "samples that training normalises together; 0: all that are computed at once");

    /** For fine-tuning in batches of few samples, whose own statistics say little. */
    static final Option FIXED_NORM = Option.flag("fixed_norm", false,
            "whether training normalises by the stored statistics, which then stay as they are");

    private Channels() {}

    /** Returns how training normalises. */
    static ConvHead.Norm norm(Options options) {
        return new ConvHead.Norm(options.integer("norm_batch"), options.flag("fixed_norm"));
    }

    /** Returns the option's value if it can be halved three times. */
    static int check(String head, Options options) {
        int channels = options.integer("channels");
        if (channels % 8 != 0) {
            throw GladException.usage("option \"channels\" of head \"" + head + "\" is \"" + channels
                    + "\"; expected a multiple of 8, because each convolution halves it");
        }
        return channels;
    }
}
