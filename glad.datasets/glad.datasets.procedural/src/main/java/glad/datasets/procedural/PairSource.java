package glad.datasets.procedural;

import glad.datasets.procedural.internal.PairPainter;
import glad.datasets.procedural.internal.PairStock;

/**
 * Makes training pairs: pair {@code i} follows from the seed and {@code i} alone, so that a run can stop, go on, and be
 * repeated, whatever the number of threads. Safe for use by many threads; a pair takes a few milliseconds.
 *
 * <p>Pairs are painted at the size of their crops: a background, look-alikes and other objects, the target and
 * occluders, each under its own change of place, size, angle and outline between template and search; then blur, tone,
 * noise and the resolution of the frame that the crops would come from. Crops that reach over the frame are filled with
 * the mean colour.
 */
public final class PairSource {

    private final PairSettings settings;
    private final PairStock stock;

    /**
     * Reads the photographic material that the settings ask for and draws a stock of backgrounds: takes seconds.
     *
     * @throws glad.api.GladException if material is missing or damaged; the message names the package to install
     */
    public PairSource(PairSettings settings) {
        this.settings = settings;
        this.stock = PairStock.load(settings);
    }

    /** Returns the settings. */
    public PairSettings settings() {
        return settings;
    }

    /**
     * Paints a pair.
     *
     * @param index any number from 0 on; equal indices give equal pairs
     */
    public Pair pair(long index) {
        return new PairPainter(settings, stock, index).paint();
    }
}
