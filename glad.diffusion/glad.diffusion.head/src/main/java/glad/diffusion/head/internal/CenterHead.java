package glad.diffusion.head.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.LayerContext;
import java.util.Map;
import java.util.Random;

/**
 * The centre head (docs/METHOD.md, "Centre head"): a score, an offset and a size map; the box of the best cell (x, y) has its
 * centre at {@code (cell + offset) / N}. Equal scores: the first cell in row-major order wins.
 */
final class CenterHead extends ConvHead implements Head {

    /** Makes the score start at 0.1 everywhere, so that the focal loss isn't swamped by empty cells (CenterNet). */
    private static final double RARE = -2.19;

    private final Size size;
    /** One of them is null: makes the map of the search tokens, or of the search tokens and the target's. */
    private final Kernel plainMap;
    private final BoundKernel queriedMap;
    /** Null for a head without the finer map. */
    private final BoundKernel addDetail;
    private final BoundKernel center;
    private final BoundKernel offset;
    private final BoundKernel extent;
    private final Kernel addEvidence;
    private final Kernel weigh;
    private final Kernel decode;

    /**
     * The numbers that shape the head.
     *
     * @param width C of the tokens
     * @param searchSide search tokens per side
     * @param templateSide template tokens per side
     * @param channels channels of the branches' first convolution
     * @param decodeSide N of the decoding; 0 for the map's own side
     * @param targetQuery whether search features are multiplied by a query made of the target's template tokens
     * @param detailWidth channels of the finer map to use, 0 for none; with it the score map has twice the tokens' side
     * @param norm how training normalises
     */
    record Size(int width, int searchSide, int templateSide, int channels, int decodeSide, boolean targetQuery,
            int detailWidth, Norm norm) {}

    CenterHead(LayerContext context, Size size) {
        super(context, size.norm());
        this.size = size;
        int width = size.width();
        boolean fine = size.detailWidth() > 0;
        if (size.targetQuery()) {
            // Starts as x + x * target: the features and their agreement with the target.
            queriedMap = kernel("queried_map.py", Map.of("SIDE", size.searchSide(), "TEMPLATE_SIDE", size.templateSide()),
                    Map.ofEntries(
                            entry("w", weight("query.weight", CenterHead::identity, width, width)),
                            entry("b", weight("query.bias", Init.ONES, width))), "search", "template", "box");
            plainMap = null;
        } else {
            queriedMap = null;
            plainMap = kernel("search_map.py", Map.of("SIDE", size.searchSide()));
        }
        addDetail = !fine ? null : kernel("add_detail.py", Map.of("SIDE", size.searchSide(), "WIDTH", width), Map.ofEntries(
                entry("w", weight("detail.weight", Init.fanIn(1), size.channels(), width + size.detailWidth(), 1, 1)),
                entry("b", weight("detail.bias", Init.ZEROS, size.channels()))), "map", "detail");
        int in = fine ? size.channels() : width;
        center = branch("ctr", in, size.channels(), 1, RARE, true);
        offset = branch("offset", in, size.channels(), 2, 0, false);
        extent = branch("size", in, size.channels(), 2, 0, true);
        addEvidence = kernel("add_evidence.py", Map.of("SIDE", size.searchSide(), "MAP", mapSide()));
        weigh = kernel("weigh_score.py", Map.of());
        decode = kernel("center_decode.py", Map.of("SIDE", decodeSide()));
    }

    private static float[] identity(Shape shape, Random random) {
        float[] values = Init.normal(0.02).draw(shape, random);
        int width = (int) shape.get(1);
        for (int i = 0; i < width; i++) {
            values[i * width + i] += 1;
        }
        return values;
    }

    @Override
    public int mapSide() {
        return size.detailWidth() > 0 ? 2 * size.searchSide() : size.searchSide();
    }

    @Override
    public int decodeSide() {
        return size.decodeSide() > 0 ? size.decodeSide() : mapSide();
    }

    @Override
    public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
        try (NDArray features = features(tokens, template)) {
            NDArray seen = forward(center, features);
            NDArray extents = forward(extent, features);
            NDArray offsets = forward(offset, features);
            if (tokens.evidence() == null) {
                return decode(seen, extents, offsets, window);
            }
            try (seen) {
                NDArray[] told = runMany(addEvidence, seen, tokens.evidence());
                Prediction found = decode(told[0], extents, offsets, window);
                return new Prediction(found.boxes(), found.confidence(), told[0], extents, offsets, told[1]);
            }
        }
    }

    private NDArray features(Tokens tokens, NDArray template) {
        NDArray coarse = queriedMap == null ? run(plainMap, tokens.search())
                : run(queriedMap, tokens.search(), tokens.template(), template);
        if (addDetail == null) {
            return coarse;
        }
        try (coarse) {
            return run(addDetail, coarse, tokens.detail());
        }
    }

    /** Picks the best cell of the (windowed) score; the arguments and the result as in {@link Prediction}. */
    Prediction decode(NDArray score, NDArray sizes, NDArray offsets, NDArray window) {
        NDArray response = window == null ? score : run(weigh, score, window);
        NDArray[] best = runMany(decode, response, sizes, offsets);
        if (window != null) {
            response.close();
        }
        return new Prediction(best[0], best[1], score, sizes, offsets);
    }
}
