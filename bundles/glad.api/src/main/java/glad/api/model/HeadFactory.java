package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes box heads. */
@ConsumerType
public interface HeadFactory extends PartFactory<Head> {}
