package glad.api.model;

/** Makes text encoders. */
public interface TextEncoderFactory extends PartFactory<TextEncoder> {}
