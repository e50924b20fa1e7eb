package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes diffusion modules. */
@ConsumerType
public interface DiffusionFactory extends PartFactory<Diffusion> {}
