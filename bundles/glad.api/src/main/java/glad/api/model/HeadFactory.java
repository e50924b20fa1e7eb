package glad.api.model;

/** Makes box heads. */
public interface HeadFactory extends PartFactory<Head> {}
