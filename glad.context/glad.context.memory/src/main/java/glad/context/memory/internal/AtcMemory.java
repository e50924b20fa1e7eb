package glad.context.memory.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.MemoryRows;
import glad.api.model.Prediction;
import glad.api.model.Remembered;
import glad.api.model.TargetMemory;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ATCTrack's memory (Feng et al., ICCV 2025): a few vectors that look at each frame's search tokens; the newest weighs them for the head,
 * and takes the place of the oldest (docs/CONTEXT.md).
 *
 * <p>The state is: the rows (B, M, C), whether nothing is remembered yet (B, 1, 1), and where heat is the last score map, that (B, Ns, 1).
 */
final class AtcMemory extends Layer implements TargetMemory {

    /** Places in the state. */
    static final int ROWS = 0;
    static final int FIRST = 1;
    static final int SCORE = 2;

    private final Size size;
    final Heat heat;
    final List<MemoryLayer> layers = new ArrayList<>();
    final ConfidenceNetwork confidence;
    private final BoundKernel recall;
    private final BoundKernel newest;
    private final Kernel query;
    private final Kernel heated;
    private final BoundKernel read;
    private final Kernel keep;
    private final Kernel lastScore;

    /** When a frame is remembered. */
    enum Gate {
        /** Always, as in the official code. */
        ALWAYS,
        /** When the head's confidence is above the threshold. */
        SCORE,
        /** When the confidence network's is. */
        NETWORK
    }

    /**
     * The numbers that shape the network.
     *
     * @param width C
     * @param heads attention heads
     * @param layers layers of the update
     * @param length M
     * @param searchTokens Ns
     * @param heat what heat is made of
     * @param classQuery whether the frame's class token asks beside the memory
     * @param residual whether search tokens are weighed by 1 and their product with the token, and only what is peculiar to each counts; it
     *     begins with a product of zero
     * @param gate when a frame is remembered
     * @param threshold of the gate
     * @param training what differs in training
     * @param unused whether parameters of published weights that nothing uses are kept
     */
    record Size(int width, int heads, int layers, int length, int searchTokens, Heat.Kind heat, boolean classQuery, boolean residual, Gate gate,
            double threshold, Training training, boolean unused) {}

    /**
     * What differs in training.
     *
     * @param dropout probability that a value is left out
     * @param together whether smallest and largest likeness are those of the batch
     * @param fixedNorm whether the confidence network normalises by its stored statistics
     */
    record Training(double dropout, boolean together, boolean fixedNorm) {}

    AtcMemory(LayerContext context, Size size) {
        super(context);
        this.size = size;
        Weight places = weight("dy_template_pos_embed.weight", Init.normal(size.residual() ? 0.1 : 1), this::newestOf, size.length(), size.width());
        recall = kernel("recall.py", Map.of("RESIDUAL", size.residual()), Map.of("places", places), "begin", "rows", "first", "search");
        for (int i = 0; i < size.layers(); i++) {
            layers.add(child("visual_temporal_fusion.decoder.layers." + i, new MemoryLayer(context, size)));
        }
        newest = kernel("newest.py", Map.of(), Map.of(
                "norm_w", weight("visual_temporal_fusion.decoder.norm.weight", Init.ONES, size.width()),
                "norm_b", weight("visual_temporal_fusion.decoder.norm.bias", Init.ZEROS, size.width())), "rows");
        confidence = size.unused() || size.gate() == Gate.NETWORK
                ? child("confidence_pred", new ConfidenceNetwork(context, size.searchTokens(), size.training().fixedNorm())) : null;
        heat = inline(new Heat(context, size.heat(), size.training().together()));
        query = kernel("query.py", Map.of());
        heated = kernel("heated.py", Map.of("RESIDUAL", size.residual()));
        read = size.residual()
                ? kernel("residual_read.py", Map.of(), Map.of("weight", weight("visual_temporal_fusion.read.weight", Init.ZEROS, size.width())), "guided", "token")
                : kernel("read.py", Map.of(), Map.of(), "guided", "token");
        keep = kernel("keep.py", Map.of("THRESHOLD", size.gate() == Gate.ALWAYS ? -1 : size.threshold()));
        lastScore = kernel("last_score.py", Map.of("SIDE", (long) Math.sqrt(size.searchTokens())));
    }

    /** A shorter memory than the published one takes the places of its newest rows. */
    private NDArray newestOf(NDArray source) {
        Shape shape = source.getShape();
        boolean fits = shape.dimension() == 2 && shape.get(1) == size.width() && shape.get(0) > size.length();
        return fits ? source.get((shape.get(0) - size.length()) + ":") : null;
    }

    @Override
    public int length() {
        return size.length();
    }

    @Override
    public NDList start(int count, NDManager owner) {
        NDList state = new NDList(owner.zeros(new Shape(count, size.length(), size.width())), owner.ones(new Shape(count, 1, 1)));
        if (size.heat() == Heat.Kind.SCORE) {
            state.add(owner.zeros(new Shape(count, size.searchTokens(), 1)));
        }
        return state;
    }

    /** {@inheritDoc} A first memory is the class token, or the mean of the templates where the backbone has none. */
    @Override
    public MemoryRows recall(Tokens seen, NDList state) {
        NDArray begin = seen.classToken() == null ? seen.template() : seen.classToken();
        NDArray[] rows = runMany(recall, begin, state.get(ROWS), state.get(FIRST), seen.search());
        return new MemoryRows(rows[0], rows[1]);
    }

    @Override
    public Remembered forward(Tokens seen, NDArray guided, NDList state, MemoryRows memory) {
        if (memory == null) {
            throw new IllegalArgumentException("expected what recall() gave");
        }
        NDArray weights = heat.forward(seen, state);
        NDArray token = update(seen, guided, weights, memory)[1];
        return new Remembered(read(guided, token), token, weights);
    }

    /** Returns the memory's rows after this frame, (B, M, C), and the newest of them, (B, 1, C). */
    NDArray[] update(Tokens seen, NDArray guided, NDArray weights, MemoryRows memory) {
        NDArray rows = memory.rows();
        NDArray rowPlaces = memory.positions();
        if (size.classQuery()) {
            if (seen.classToken() == null) {
                throw GladException.usage("option \"query\" of memory \"atc-memory\" is \"class+memory\"; expected a backbone with a class"
                        + " token, such as \"atc-itpn-base\"");
            }
            NDArray[] asked = runMany(query, seen.classToken(), rows, rowPlaces);
            rows = asked[0];
            rowPlaces = asked[1];
        }
        NDArray places = seen.positions() == null ? guided.getManager().zeros(new Shape(1, 1, size.width())) : seen.positions();
        NDArray counted = run(heated, guided, weights);
        for (MemoryLayer layer : layers) {
            rows = layer.forward(rows, counted, rowPlaces, places)[0];
        }
        return runMany(newest, rows);
    }

    /** Returns search tokens (B, Ns, C) weighted by their product with a token (B, 1, C). */
    NDArray read(NDArray guided, NDArray token) {
        return run(read, guided, token);
    }

    @Override
    public NDList keep(NDList state, MemoryRows memory, Remembered remembered, Prediction found) {
        NDArray sure = switch (size.gate()) {
            case ALWAYS -> state.get(FIRST); // whatever it is, it is above the kernel's threshold
            case SCORE -> found.confidence();
            case NETWORK -> confidence.forward(found);
        };
        NDList next = new NDList(runMany(keep, remembered.token(), memory.rows(), state.get(FIRST), sure));
        if (size.heat() == Heat.Kind.SCORE) {
            NDArray score = run(lastScore, found.score());
            if (score.getShape().get(1) != size.searchTokens()) {
                throw GladException.usage("option \"heat\" of memory \"atc-memory\" is \"score\"; expected a head whose score map has one cell,"
                        + " or a square of cells, for each of the " + size.searchTokens() + " search tokens, not " + score.getShape().get(1));
            }
            next.add(score);
        }
        return next;
    }

    @Override
    public boolean looksAtFound() {
        return size.gate() != Gate.ALWAYS || size.heat() == Heat.Kind.SCORE;
    }

    @Override
    public NDArray confidence(Prediction found) {
        return confidence == null ? null : confidence.forward(found);
    }
}
