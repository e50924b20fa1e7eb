package glad.api.model;

/** Makes diffusion modules. */
public interface DiffusionFactory extends PartFactory<Diffusion> {}
