package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes text encoders. */
@ConsumerType
public interface TextEncoderFactory extends PartFactory<TextEncoder> {}
