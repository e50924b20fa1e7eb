package glad.datasets.procedural.internal;

/** What sentences say beside the target's looks. */
enum Context {
    /** Nothing. */ NONE,
    /** Where it is, as long as the sequence lasts. */ STEADY,
    /** Where it is in the first frames. */ CHANGING
}
