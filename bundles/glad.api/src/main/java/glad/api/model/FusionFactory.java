package glad.api.model;

/** Makes fusion modules. */
public interface FusionFactory extends PartFactory<Fusion> {}
