package glad.api.model;

import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes parts of one kind. A factory is an OSGi service with a {@link glad.api.GladId}, registered under its kind's
 * interface ({@link BackboneFactory}, {@link TextEncoderFactory}, ...).
 *
 * @param <P> the kind of part
 */
@ConsumerType
public interface PartFactory<P extends Part> {

    /** The service property that holds the id used in experiment files; components set it by {@link glad.api.GladId}. */
    String ID = "glad.id";

    /** Returns the options that parts of this factory take. */
    OptionSchema options();

    /**
     * Makes a part with initial (seeded random) parameters.
     *
     * @param options values checked against {@link #options()}
     * @param inputs the shapes this part has to fit, as far as the parts composed before it decide them
     * @param context where and how
     * @throws glad.api.GladException (usage) if options contradict each other or the inputs don't fit
     */
    P create(Options options, PartInputs inputs, PartContext context);
}
