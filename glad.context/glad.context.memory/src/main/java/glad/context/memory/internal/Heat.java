package glad.context.memory.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.api.model.Tokens;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** Says how much each search token counts for the memory. */
final class Heat extends Layer {

    private final Kind kind;
    private final Kernel others;
    private final Kernel even;
    private final Kernel ofScore;
    private final Kernel alone;
    private final Kernel training;

    /** What heat is made of. */
    enum Kind {
        /** Likeness to the templates, the most alike lowest: as published weights want it. */
        INVERTED,
        /** Likeness to the templates, the most alike highest. */
        PLAIN,
        /** All search tokens count alike. */
        NONE,
        /** The last frame's score map. */
        SCORE
    }

    /** @param together whether training takes smallest and largest likeness over the whole batch */
    Heat(LayerContext context, Kind kind, boolean together) {
        super(context);
        this.kind = kind;
        others = kernel("others.py", Map.of());
        even = kernel("even_heat.py", Map.of());
        ofScore = kernel("score_heat.py", Map.of());
        alone = kernel("heat.py", Map.of("TOGETHER", false, "INVERTED", kind == Kind.INVERTED));
        training = kernel("heat.py", Map.of("TOGETHER", together, "INVERTED", kind == Kind.INVERTED));
    }

    /**
     * Computes the heat.
     *
     * @param seen the frame's tokens
     * @param state the memory's, whose last array is the last score map where that is the heat
     * @return (B, Ns, 1) in [0, 1]
     */
    NDArray forward(Tokens seen, NDList state) {
        return switch (kind) {
            case NONE -> run(even, seen.search());
            case SCORE -> run(ofScore, seen.search(), state.get(AtcMemory.SCORE), state.get(AtcMemory.FIRST));
            case INVERTED, PLAIN -> alike(seen);
        };
    }

    /** The official training takes smallest and largest likeness over the whole batch, tracking over each search region. */
    private NDArray alike(Tokens seen) {
        NDArray rest = seen.classToken() == null ? seen.template() : run(others, seen.classToken(), seen.template());
        return run(training() ? training : alone, seen.search(), rest);
    }
}
