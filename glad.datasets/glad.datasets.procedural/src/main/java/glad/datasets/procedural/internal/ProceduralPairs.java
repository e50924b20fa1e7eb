package glad.datasets.procedural.internal;

import glad.api.GladId;
import glad.api.data.PairSource;
import glad.api.data.PairSourceFactory;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/**
 * Makes training pairs: pair {@code i} follows from the seed and {@code i} alone, so that a run can stop, go on, and be
 * repeated, whatever the number of threads.
 *
 * <p>Pairs are painted at the size of their crops: a background, distractors and other objects, the target and
 * occluders, each under its own change of place, size, angle and outline between template and search; then blur, tone,
 * noise and the resolution of the frame that the crops would come from. Crops that reach over the frame are filled with
 * its mean colour.
 */
@GladId("procedural")
@Component(service = PairSourceFactory.class)
public final class ProceduralPairs implements PairSourceFactory {

    @Override
    public OptionSchema options() {
        return PairSettings.SCHEMA;
    }

    /** Reads the photographic material that the options ask for: takes seconds. */
    @Override
    public PairSource create(Options options, Crops crops, long seed) {
        PairSettings settings = PairSettings.of(options, crops, seed);
        PairStock stock = PairStock.load(settings);
        return index -> new PairPainter(settings, stock, index).paint();
    }
}
