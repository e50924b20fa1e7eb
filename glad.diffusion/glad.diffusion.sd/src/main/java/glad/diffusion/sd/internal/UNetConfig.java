package glad.diffusion.sd.internal;

import java.util.List;

/**
 * The size of a U-Net.
 *
 * @param latentChannels channels of the latent, in and out
 * @param channels width of each resolution, from the finest
 * @param layers residual blocks per resolution on the way down; the way up has one more
 * @param heads attention heads at every resolution
 * @param groups groups of the group norms
 * @param textWidth width of the text features
 * @param half whether only the way down and the middle are there
 */
public record UNetConfig(
        int latentChannels, List<Integer> channels, int layers, int heads, int groups, int textWidth, boolean half) {

    /** Returns the width of the embedded time step. */
    public int timeWidth() {
        return 4 * channels.get(0);
    }
}
