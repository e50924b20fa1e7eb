package glad.datasets.procedural.internal;

/** What the target of a training pair is made of. */
enum PairKind {
    /** A photographic cut-out moving over a photograph. */
    STAMP,
    /** A piece cut from a photograph with soft edges, moving over another. */
    PATCH,
    /** Any part of a photograph, which changes as a whole. */
    REGION,
    /** A drawn, textured shape over a drawn background, as in the procedural sequences. */
    SHAPE
}
