package glad.datasets.procedural.internal;

import glad.api.GladException;
import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What pairs are painted from; shared by all threads and never changed.
 *
 * @param stamps cut-outs; empty if the settings use none
 * @param photographs photographs; empty if the settings use none
 * @param backdrops drawn backgrounds
 */
record PairStock(List<Stamp> stamps, List<Bitmap> photographs, List<Bitmap> backdrops) {

    private static final int BACKDROPS = 96;

    /** Reads and draws what the settings ask for. */
    static PairStock load(PairSettings settings) {
        double photographic = settings.stamps() + settings.patches() + settings.regions();
        if (!(settings.total() > 0)) {
            throw GladException.usage("the weights of stamps, patches, regions and shapes are all 0; "
                    + "expected at least one above 0");
        }
        List<Bitmap> backdrops = new ArrayList<>();
        for (int i = 0; i < BACKDROPS; i++) {
            backdrops.add(Backdrop.paint(384, 288, new SeededRandom(settings.seed(), -1, i)));
        }
        return new PairStock(
                settings.stamps() > 0 ? Material.stamps(settings.material()) : List.of(),
                photographic > 0 ? Material.photographs(settings.material()) : List.of(),
                List.copyOf(backdrops));
    }
}
