package glad.api.model;

/** Makes backbones. */
public interface BackboneFactory extends PartFactory<Backbone> {}
