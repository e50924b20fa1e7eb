package glad.api.model;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Compiled kernels that the parts of all models of a platform share. What is in it is between {@code glad.nn} and the platform: parts hand
 * it on with their {@link PartContext}.
 */
@ProviderType
public interface KernelStore {}
