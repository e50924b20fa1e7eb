package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes word guidances. */
@ConsumerType
public interface WordGuidanceFactory extends PartFactory<WordGuidance> {}
