package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes target memories. */
@ConsumerType
public interface TargetMemoryFactory extends PartFactory<TargetMemory> {}
