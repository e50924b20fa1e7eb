package glad.train.pairs;

import glad.base.SeededRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two frames of a sequence that make a training pair, as the official sampler draws them.
 *
 * @param template 0-based
 * @param search 0-based
 */
record FramePair(int template, int search) {

    /** A video needs this many frames, and more than {@link #FEW} of them usable. */
    static final int SHORTEST = 20;
    static final int FEW = 4;
    /** A gap in which no frame is usable grows by this. */
    private static final int LARGER = 5;

    /**
     * Draws a pair: the template uniformly from the usable frames (but the last frame of all, for {@link
     * Sampling.Mode#CAUSAL}), then the search frame uniformly from the usable ones in reach, or from all for {@link
     * Sampling.Mode#TRIDENT}. A sequence of one frame is an image and stands for both.
     *
     * @param usable numbers of the frames that show the target, rising
     * @param frames how many frames there are
     * @return none if too few frames are usable
     */
    static Optional<FramePair> draw(int[] usable, int frames, Sampling sampling, SeededRandom random) {
        if (frames == 1 && usable.length == 1) {
            return Optional.of(new FramePair(0, 0));
        }
        if (frames < SHORTEST || usable.length <= FEW) {
            return Optional.empty();
        }
        if (sampling.mode() == Sampling.Mode.TRIDENT) {
            return Optional.of(new FramePair(usable[random.below(usable.length)], usable[random.below(usable.length)]));
        }
        boolean causal = sampling.mode() == Sampling.Mode.CAUSAL;
        int bases = causal ? position(usable, frames - 1) : usable.length;
        for (int gap = sampling.maxGap(); ; gap += LARGER) {
            int template = usable[random.below(bases)];
            int from = position(usable, causal ? template + 1 : template - gap);
            int to = position(usable, template + gap);
            if (from < to) {
                return Optional.of(new FramePair(template, usable[from + random.below(to - from)]));
            }
        }
    }

    /** Returns the place of the first usable frame from a number on. */
    static int position(int[] usable, int frame) {
        int found = Arrays.binarySearch(usable, frame);
        return found >= 0 ? found : -found - 1;
    }
}
