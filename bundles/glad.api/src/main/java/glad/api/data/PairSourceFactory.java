package glad.api.data;

import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes supplies of training examples. An OSGi service with a {@link glad.api.GladId}. */
@ConsumerType
public interface PairSourceFactory {

    /**
     * The crops a model wants.
     *
     * @param templateSize side of the template crop, pixels
     * @param searchSize side of the search crop, pixels
     * @param templateFactor side of the template crop in units of sqrt(w h) of the target
     * @param searchFactor side of the search crop, before jitter, in the same units
     */
    record Crops(int templateSize, int searchSize, double templateFactor, double searchFactor) {}

    /** Returns the options that {@link #create} takes. */
    OptionSchema options();

    /**
     * Makes a supply.
     *
     * @param options checked values
     * @param crops the crops to cut
     * @param seed all examples follow from it
     * @throws glad.api.GladException if what it draws from isn't there
     */
    PairSource create(Options options, Crops crops, long seed);
}
