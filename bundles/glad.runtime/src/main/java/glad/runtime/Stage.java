package glad.runtime;

/** The stages of tracking, for timing. */
public enum Stage {
    /** Cutting out the template or search region. */
    CROP,
    /** Normalising a crop and handing it to the device. */
    NORMALISE,
    /** The text encoder. */
    TEXT,
    /** The diffusion module: VAE, noise and U-Net. */
    DIFFUSION,
    /** Reading the diffusion module's features from the cache instead, see {@link FeatureStore}. */
    CACHE,
    /** Pooling the feature maps into cues. */
    POOLING,
    /** Embedding the template. */
    TEMPLATE,
    /** The backbone over template and search region. */
    BACKBONE,
    /** Fusing the cues into the tokens. */
    FUSION,
    /** Bringing words into the search tokens; what is done once per sentence, too. */
    WORDS,
    /** Bringing what is remembered into the search tokens, and remembering. */
    MEMORY,
    /** The head. */
    HEAD,
    /** Waiting for the results, and the way of the box back into the frame. */
    BOX
}
