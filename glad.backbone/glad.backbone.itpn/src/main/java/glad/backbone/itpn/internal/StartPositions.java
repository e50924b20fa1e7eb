package glad.backbone.itpn.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.Kernels;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What ATCTrack's position tables start from: a pretrained table (1, N, C) of one square grid, with or without a row of the class token
 * before it. Where there is none that row is the grid's mean, and the class token starts as it is.
 */
final class StartPositions {

    private final Kernels kernels;
    private final int width;

    /** Starts tables of width C. */
    StartPositions(Kernels kernels, int width) {
        this.kernels = kernels;
        this.width = width;
    }

    /** Returns what makes of a pretrained table one of {@code side * side} rows, so many times. */
    UnaryOperator<NDArray> grid(int side, int times) {
        return source -> {
            int from = side(source);
            if (from == 0) {
                return null;
            }
            try (NDArray table = source.get(":, " + (source.getShape().get(1) - (long) from * from) + ":")) {
                return kernels.get(StartPositions.class, "start_positions.py", Map.of("FROM", from, "TO", side, "TIMES", times))
                        .one(false, table);
            }
        };
    }

    /** Returns the first row of a pretrained table, (1, 1, C), or null. */
    NDArray classToken(NDArray source) {
        try (NDArray table = withMean(source)) {
            return table == null ? null : table.get(":, :1").duplicate();
        }
    }

    /** Returns a pretrained table with the row of the class token before it, or null. */
    NDArray withMean(NDArray source) {
        int side = side(source);
        if (side == 0) {
            return null;
        }
        return source.getShape().get(1) > (long) side * side ? source.duplicate()
                : kernels.get(StartPositions.class, "with_mean.py", Map.of()).one(false, source);
    }

    /** Returns the side of a table's grid; 0 if it is none of ours. */
    private int side(NDArray source) {
        Shape shape = source.getShape();
        if (shape.dimension() != 3 || shape.get(0) != 1 || shape.get(2) != width) {
            return 0;
        }
        long count = shape.get(1);
        int side = (int) Math.sqrt(count);
        return count == (long) side * side || count == (long) side * side + 1 ? side : 0;
    }
}
