package glad.backbone.itpn.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.Kernels;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns a learned position table (1, N, C) into [search, template] tables of the wanted grids. The source is one square
 * grid, as pretraining leaves it, or a tracker's own pair of a search grid and a template grid of half its side. Tables of
 * another side are resized as SUTrack does when it starts from these weights: bicubic with align_corners=true, a = -0.75
 * (the MAE backbone's official code takes align_corners=false). A leading class token is dropped.
 */
final class JoinPositions implements UnaryOperator<NDArray> {

    private final Kernels kernels;
    private final int search;
    private final int width;

    /**
     * Makes the function.
     *
     * @param kernels the part's kernels
     * @param search search tokens per side, even; the template has half as many
     * @param width C
     */
    JoinPositions(Kernels kernels, int search, int width) {
        this.kernels = kernels;
        this.search = search;
        this.width = width;
    }

    /** Returns the joint table, or null if the source is neither form or not of width C. */
    @Override
    public NDArray apply(NDArray source) {
        Shape shape = source.getShape();
        if (shape.dimension() != 3 || shape.get(0) != 1 || shape.get(2) != width) {
            return null;
        }
        long count = shape.get(1);
        int grid = root(count) > 0 ? root(count) : root(count - 1);
        if (grid > 0) {
            try (NDArray table = source.get(":, " + (count - (long) grid * grid) + ":")) {
                return join(table, grid, table, grid);
            }
        }
        // A pair of grids with sides s and s/2 has 5 (s/2)^2 entries, which is never a square.
        int half = count % 5 == 0 ? root(count / 5) : 0;
        if (half == 0) {
            return null;
        }
        try (NDArray first = source.get(":, :" + 4L * half * half); NDArray second = source.get(":, " + 4L * half * half + ":")) {
            return join(first, 2 * half, second, half);
        }
    }

    private NDArray join(NDArray searchTable, int searchFrom, NDArray templateTable, int templateFrom) {
        return kernels.get(JoinPositions.class, "join_positions.py", Map.of("SEARCH_FROM", searchFrom,
                "SEARCH_TO", search, "TEMPLATE_FROM", templateFrom, "TEMPLATE_TO", search / 2))
                .one(false, searchTable, templateTable);
    }

    private static int root(long square) {
        int root = (int) Math.round(Math.sqrt(Math.max(0, square)));
        return (long) root * root == square ? root : 0;
    }
}
