package glad.diffusion.head.internal;

import glad.api.GladException;
import glad.api.options.Options;

/** The option that both heads share. */
final class Channels {

    private Channels() {}

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
