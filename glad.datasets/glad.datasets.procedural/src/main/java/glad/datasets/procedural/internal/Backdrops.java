package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.AbstractList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The drawn backgrounds of one seed, each drawn when it is first asked for: a few pairs need few of them. Threads may share it. */
final class Backdrops extends AbstractList<Bitmap> {

    private static final int SIZE = 96;
    private static final int WIDTH = 384;
    private static final int HEIGHT = 288;

    private final long seed;
    private final AtomicReferenceArray<Bitmap> drawn = new AtomicReferenceArray<>(SIZE);

    Backdrops(long seed) {
        this.seed = seed;
    }

    @Override
    public Bitmap get(int index) {
        Bitmap backdrop = drawn.get(index);
        if (backdrop == null) {
            // Two threads may both draw it: they draw the same.
            backdrop = Backdrop.paint(WIDTH, HEIGHT, new SeededRandom(seed, -1, index));
            drawn.set(index, backdrop);
        }
        return backdrop;
    }

    @Override
    public int size() {
        return SIZE;
    }
}
