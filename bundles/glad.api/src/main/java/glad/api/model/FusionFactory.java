package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes fusion modules. */
@ConsumerType
public interface FusionFactory extends PartFactory<Fusion> {}
