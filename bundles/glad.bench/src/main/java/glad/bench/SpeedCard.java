package glad.bench;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.bench.machine.OtherLoad;
import glad.experiment.LoadedExperiment;
import glad.media.ImageFile;
import glad.runtime.FrameThreads;
import glad.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How long a tracker takes for a frame, one sequence at a time, and beside whom that was measured.
 *
 * @param tracking of the frame alone, which is in memory
 * @param reading of a JPEG file of it: reading and decoding
 * @param both of one after the other; frames that are read ahead, as an evaluation does, hide a part of it
 * @param warmUp how many frames were tracked before, which don't count
 * @param frames how many were timed
 * @param otherLoad which fraction of the processors other processes took meanwhile, in [0, 1]; NaN where the system doesn't tell
 */
public record SpeedCard(Times tracking, Times reading, Times both, int warmUp, int frames, double otherLoad) {

    /** Others that take a larger fraction of the processors spoil the figures. */
    public static final double ALONE = 0.05;

    private static final int WARM_UP = 10;
    private static final long LONG_ENOUGH = 60_000_000_000L;

    /** Milliseconds. @param median of all frames @param percentile95 what one of twenty frames takes at least */
    public record Times(double median, double percentile95) {

        static Times of(double[] millis) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return new Times(quantile(sorted, 0.5), quantile(sorted, 0.95));
        }

        /** Between the two nearest in rank, as NumPy and R do unless told otherwise. */
        private static double quantile(double[] sorted, double fraction) {
            double place = fraction * (sorted.length - 1);
            int below = (int) place;
            return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
        }
    }

    /**
     * Measures a tracker with a target of 64x48 pixels in frames of {@value Profile#WIDTH}x{@value Profile#HEIGHT}.
     *
     * @param threads what it computes on
     * @param most how many frames to time at most; fewer where they take more than a minute
     * @param progress told how many are
     * @throws GladException (failure) if the frame can't be kept in the folder for temporary files
     */
    public static SpeedCard of(LoadedExperiment loaded, FrameThreads threads, int most, IntConsumer progress) {
        try {
            Path file = Files.createTempFile("glad-speed", ".jpg");
            try {
                ImageFile.write(Profile.frame(), file);
                return of(loaded, threads, most, file, progress);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw GladException.failure("a frame can't be kept in the folder for temporary files: " + Reason.of(e), e);
        }
    }

    private static SpeedCard of(LoadedExperiment loaded, FrameThreads threads, int most, Path file, IntConsumer progress) throws IOException {
        double[] tracking = new double[most];
        double[] reading = new double[most];
        double[] both = new double[most];
        Box box = Profile.target();
        try (Session session = loaded.session(threads)) {
            session.start(ImageFile.read(file), box, Profile.SENTENCE);
            for (int i = 0; i < WARM_UP; i++) {
                session.correct(box);
                session.next(ImageFile.read(file));
            }
            OtherLoad others = OtherLoad.begin();
            long end = System.nanoTime() + LONG_ENOUGH;
            int done = 0;
            while (done == 0 || done < most && System.nanoTime() < end) {
                long begin = System.nanoTime();
                Image frame = ImageFile.read(file);
                long read = System.nanoTime();
                session.correct(box);
                session.next(frame);
                long tracked = System.nanoTime();
                reading[done] = (read - begin) / 1e6;
                tracking[done] = (tracked - read) / 1e6;
                both[done] = (tracked - begin) / 1e6;
                progress.accept(++done);
            }
            return new SpeedCard(Times.of(Arrays.copyOf(tracking, done)), Times.of(Arrays.copyOf(reading, done)),
                    Times.of(Arrays.copyOf(both, done)), WARM_UP, done, others.fraction());
        }
    }

    /** Tells whether other processes took so much that the figures say little. */
    public boolean disturbed() {
        return otherLoad > ALONE;
    }
}
