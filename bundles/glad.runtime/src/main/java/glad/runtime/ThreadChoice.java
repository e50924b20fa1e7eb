package glad.runtime;

/**
 * Chooses between one thread and all of them for the frames of a model, by how long frames take. On an idle machine all
 * threads are faster; beside other work a small network's frame may take twenty times as long on them, because they wait
 * for each other at every operator. Only frames that are wanted anyway are measured.
 *
 * <p>First a few frames go on one thread, then on all. From then on the choice is held against what frames took on the other
 * one, and changes as soon as it has cost enough more. Since the other one may have become faster unnoticed, it is tried now
 * and then, more rarely each time that it turns out slower, and soon after frames became slower or faster by half for a
 * second. A trial of a slow choice ends after few frames.
 */
final class ThreadChoice {

    /** Frames before the first that counts, while Java and libtorch still prepare what they run. */
    private static final int WARM_UP = 2;

    /** Frames on one thread at first. */
    private static final int FIRST = 3;

    /** Warming up and the first frames end after so long, however few they were. */
    private static final long LONG_ENOUGH = 500_000_000L;

    /** What a choice may cost more than the other one before it is given up, in frames of the other one. */
    private static final double LIMIT = 3;

    /** What one frame adds to that at most: a single hiccup says nothing. */
    private static final double MOST = 2;

    /** Unless it takes so many times as long as on the other one, before the choice is settled. */
    private static final double HOPELESS = 8;

    private static final long SECOND = 1_000_000_000L;
    private static final double HALF = 1.5;

    /** How long and for how many frames a choice stays at least before the other one is tried, and how long at most. */
    private static final long SOON = 3 * SECOND / 2;
    private static final int FEW = 50;
    private static final long SELDOM = 60 * SECOND;

    /** By how much later the other one is tried again if it turned out slower: so many times the wait, and what that cost. */
    private static final int RARER = 3;
    private static final int WORTH = 25;

    /** Over how many frames a mean goes, and after how many a choice is settled, if they took a second. */
    private static final int MEAN = 20;

    private final int all;
    /** What a frame takes on one thread and on all, nanoseconds; 0 before it was tried. */
    private final double[] takes = new double[2];
    private int now;
    private int warming;
    private long warmed;
    private long patience = SOON;
    private Stay stay = new Stay();

    /** What happened since the last change. */
    private static final class Stay {

        private int frames;
        private long nanos;
        /** What the choice cost more than the other one, in frames of that one, since it last cost less. */
        private double excess;
        private int slowFrames;
        private long slowNanos;
        private int windowFrames;
        private long windowNanos;
        private double pace;
    }

    /**
     * Makes a choice.
     *
     * @param all how many threads all are, at least 1
     */
    ThreadChoice(int all) {
        this.all = all;
    }

    /** Returns how many threads the next frame takes. */
    int threads() {
        return now == 0 ? 1 : all;
    }

    /**
     * Returns how many threads a sequence's start takes.
     *
     * @param large whether all should take part before both were measured
     */
    int best(boolean large) {
        return takes[1] == 0 ? large ? all : 1 : takes[1] <= takes[0] ? all : 1;
    }

    /** Tells how long the frame on {@link #threads} took. */
    void took(long nanos) {
        if (all == 1) {
            return;
        }
        if (warming < WARM_UP && warmed < LONG_ENOUGH) {
            warming++;
            warmed += nanos;
            return;
        }
        stay.frames++;
        stay.nanos += nanos;
        takes[now] += (nanos - takes[now]) / Math.min(stay.frames, MEAN);
        double other = takes[1 - now];
        if (other == 0) {
            if (stay.frames == FIRST || stay.nanos > LONG_ENOUGH) {
                change();
            }
            return;
        }
        boolean settled = stay.nanos > SECOND && stay.frames >= MEAN;
        double times = nanos / other;
        stay.excess = Math.max(0, stay.excess + (settled || times < HOPELESS ? Math.min(MOST, times - 1) : times));
        stay.slowFrames = stay.excess == 0 ? 0 : stay.slowFrames + 1;
        stay.slowNanos = stay.excess == 0 ? 0 : stay.slowNanos + nanos;
        if (stay.excess > LIMIT) {
            takes[now] = (double) stay.slowNanos / stay.slowFrames;
            long cost = (long) (stay.nanos - stay.frames * other);
            patience = settled ? SOON : Math.min(SELDOM, Math.max(RARER * patience, WORTH * cost));
            change();
        } else if (paceChanged(nanos)) {
            patience = Math.min(patience, SECOND + WORTH / 5 * (long) takes[1 - now]);
        } else if (stay.nanos > patience && stay.frames >= FEW) {
            change();
        }
    }

    private void change() {
        now = 1 - now;
        stay = new Stay();
    }

    /** Tells whether the frames of a second were slower or faster by half than those of the second before. */
    private boolean paceChanged(long nanos) {
        stay.windowFrames++;
        stay.windowNanos += nanos;
        if (stay.windowNanos < SECOND) {
            return false;
        }
        double before = stay.pace;
        stay.pace = (double) stay.windowNanos / stay.windowFrames;
        stay.windowFrames = 0;
        stay.windowNanos = 0;
        return before > 0 && (stay.pace > HALF * before || stay.pace < before / HALF);
    }
}
