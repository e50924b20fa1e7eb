package glad.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes backbones. */
@ConsumerType
public interface BackboneFactory extends PartFactory<Backbone> {}
