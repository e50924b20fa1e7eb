package glad.datasets.procedural.internal;

import glad.api.GladException;
import java.util.List;

/**
 * What pairs are painted from; shared by all threads, and the same whoever asks.
 *
 * @param stamps cut-outs; empty if the settings use none
 * @param photographs photographs; empty if the settings use none
 * @param backdrops drawn backgrounds
 */
record PairStock(List<Stamp> stamps, List<Bitmap> photographs, List<Bitmap> backdrops) {

    /** Reads what the settings ask for. */
    static PairStock load(PairSettings settings) {
        double photographic = settings.stamps() + settings.patches() + settings.regions();
        if (!(settings.total() > 0)) {
            throw GladException.usage("the weights of stamps, patches, regions and shapes are all 0; "
                    + "expected at least one above 0");
        }
        return new PairStock(
                settings.stamps() > 0 ? Material.stamps(settings.material()) : List.of(),
                photographic > 0 ? Material.photographs(settings.material()) : List.of(),
                new Backdrops(settings.seed()));
    }
}
