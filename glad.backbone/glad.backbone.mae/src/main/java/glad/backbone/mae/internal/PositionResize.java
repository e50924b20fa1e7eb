package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.Kernels;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns a learned position table (1, N, C) of one square grid into that of another, with or without MAE's leading class
 * token (which is dropped), by bicubic interpolation: align_corners=false, a = -0.75.
 *
 * <p>The official code stores the result under the template's name where a search grid needs no interpolation; here each
 * table gets its own.
 */
final class PositionResize implements UnaryOperator<NDArray> {

    private final Kernels kernels;
    private final int side;
    private final int width;

    /**
     * Makes the function for one grid.
     *
     * @param kernels the part's kernels
     * @param side tokens per side of the wanted grid
     * @param width C
     */
    PositionResize(Kernels kernels, int side, int width) {
        this.kernels = kernels;
        this.side = side;
        this.width = width;
    }

    /** Returns the resized table (1, side * side, C), or null if the source isn't one of a square grid of width C. */
    @Override
    public NDArray apply(NDArray source) {
        Shape shape = source.getShape();
        if (shape.dimension() != 3 || shape.get(0) != 1 || shape.get(2) != width) {
            return null;
        }
        int from = root(shape.get(1));
        if (from > 0) {
            return resize(source, from);
        }
        from = root(shape.get(1) - 1);
        if (from <= 0) {
            return null;
        }
        try (NDArray grid = source.get(":, 1:")) {
            return resize(grid, from);
        }
    }

    private NDArray resize(NDArray grid, int from) {
        return from == side ? grid.duplicate()
                : kernels.get(PositionResize.class, "resize_positions.py",
                        Map.of("FROM", from, "TO", side, "WIDTH", width)).one(false, grid);
    }

    private static int root(long square) {
        int root = (int) Math.round(Math.sqrt(square));
        return (long) root * root == square ? root : 0;
    }
}
