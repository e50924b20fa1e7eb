package glad.train.pairs;

import glad.base.SeededRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The frames of a sequence that make a training example, as the official samplers draw them.
 *
 * @param templates 0-based
 * @param searches 0-based, in the order in which they are tracked
 */
record ClipFrames(int[] templates, int[] searches) {

    /** Of a video's frames that many times a clip's must be usable, and one more. */
    private static final int TIMES = 2;

    /**
     * Draws frames, or none if too few are usable. A sequence of one frame is an image and stands for all.
     *
     * @param usable numbers of the frames that show the target, rising
     * @param frames how many frames there are
     */
    static Optional<ClipFrames> draw(int[] usable, int frames, Sampling sampling, SeededRandom random) {
        return sampling.mode() == Sampling.Mode.ORDER ? ordered(usable, frames, sampling, random)
                : FramePair.draw(usable, frames, sampling, random)
                        .map(pair -> new ClipFrames(new int[] {pair.template()}, new int[] {pair.search()}));
    }

    /** Returns how many frames of a video must be usable. */
    static int least(Sampling sampling) {
        return 1 + (sampling.mode() == Sampling.Mode.ORDER ? TIMES * (sampling.templates() + sampling.searches()) : FramePair.FEW);
    }

    /**
     * ATCTrack's sampler: as many usable frames as a clip has, each by itself from those that lie at most the gap from one that is drawn
     * first; in rising order, or by a coin in falling order.
     */
    private static Optional<ClipFrames> ordered(int[] usable, int frames, Sampling sampling, SeededRandom random) {
        int count = sampling.templates() + sampling.searches();
        boolean image = frames == 1 && usable.length == 1;
        if (!image && (frames < FramePair.SHORTEST || usable.length < least(sampling))) {
            return Optional.empty();
        }
        int base = usable[random.below(usable.length)];
        int from = FramePair.position(usable, base - sampling.maxGap());
        int to = FramePair.position(usable, base + sampling.maxGap() + 1);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = usable[from + random.below(to - from)];
        }
        Arrays.sort(drawn);
        if (random.chance(0.5)) {
            for (int i = 0; i < count / 2; i++) {
                int swapped = drawn[i];
                drawn[i] = drawn[count - 1 - i];
                drawn[count - 1 - i] = swapped;
            }
        }
        return Optional.of(new ClipFrames(Arrays.copyOf(drawn, sampling.templates()),
                Arrays.copyOfRange(drawn, sampling.templates(), count)));
    }
}
