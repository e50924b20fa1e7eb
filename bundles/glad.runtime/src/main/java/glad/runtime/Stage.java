package glad.runtime;

/** The stages of tracking, for timing. */
public enum Stage {
    /** Cutting out the template or search region, and normalising it. */
    CROP,
    /** The text encoder. */
    TEXT,
    /** The diffusion module: VAE, noise and U-Net. */
    DIFFUSION,
    /** Pooling the feature maps into cues. */
    POOLING,
    /** Embedding the template. */
    TEMPLATE,
    /** The backbone over template and search region. */
    BACKBONE,
    /** Fusing the cues into the tokens. */
    FUSION,
    /** The head, and the way of its box back into the frame. */
    HEAD
}
