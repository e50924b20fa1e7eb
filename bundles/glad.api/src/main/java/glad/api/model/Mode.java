package glad.api.model;

/** What a part's forward pass is for. */
public enum Mode {
    /** No gradients; cast weights are cached; normalisation uses its stored statistics. */
    INFER,
    /** Gradients flow to the parameters; normalisation uses the batch; drop-path is active. */
    TRAIN,
    /** Gradients pass, and the part stays as it is: normalisation uses its stored statistics and leaves them; drop-path is off. */
    FIXED
}
