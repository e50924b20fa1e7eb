package glad.backbone.itpn.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/**
 * A learned bias of attention scores by the offset between two tokens in rows and columns, per head (Liu et al., "Swin Transformer",
 * 2021), under the name and in the order of BEiT's and iTPN's code: entry {@code (dy + S - 1) * (2 S - 1) + dx + S - 1} for the
 * offset from key to query, in tokens.
 *
 * <p>Those pretrain on one grid. Here template and search region have a grid each, whose tokens are of the same size in the image, so
 * that one table serves both; between tokens of different images there is no offset and no bias. A table of another grid is
 * resized bicubically, so that the offset 0 and the largest ones stay what they were; three entries for a class token at its end,
 * as BEiT has them, are dropped.
 */
final class RelativePositions extends Layer {

    private static final int CLASS_TOKEN = 3;

    private final int search;
    private final int heads;
    private final BoundKernel kernel;

    /**
     * Makes a table of zeros.
     *
     * @param context the part's context
     * @param template template tokens per side
     * @param search search tokens per side, S
     * @param heads attention heads
     */
    RelativePositions(LayerContext context, int template, int search, int heads) {
        super(context);
        this.search = search;
        this.heads = heads;
        Weight table = weight("relative_position_bias_table", Init.ZEROS, this::resized, (long) span(search) * span(search), heads);
        kernel = kernel("relative_positions.py", Map.of("TEMPLATE", template, "SEARCH", search), Map.of("table", table), "x");
    }

    /** Returns how many offsets there are in one direction on a grid. */
    private static int span(int side) {
        return 2 * side - 1;
    }

    /** Returns what the scores of [template, search] get, (1, heads, N, N), in the manager of an array and the kernels' precision. */
    NDArray bias(NDArray tokens) {
        return run(kernel, tokens);
    }

    /** Returns a published table for this grid, or null if it is none for as many heads. */
    private NDArray resized(NDArray source) {
        Shape shape = source.getShape();
        if (shape.dimension() != 2 || shape.get(1) != heads) {
            return null;
        }
        int from = root(shape.get(0)) > 0 ? root(shape.get(0)) : root(shape.get(0) - CLASS_TOKEN);
        if (from % 2 == 0) {
            return null;
        }
        try (NDArray grid = source.get(":" + (long) from * from)) {
            return kernel("resize_offsets.py", Map.of("FROM", from, "TO", span(search))).one(false, grid);
        }
    }

    private static int root(long square) {
        int root = (int) Math.round(Math.sqrt(Math.max(0, square)));
        return (long) root * root == square ? root : 0;
    }
}
