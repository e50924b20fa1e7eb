package glad.diffusion.head.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Map;

/**
 * Finds the template in the search region by correlation, without any parameter: the mean cosine of the angles between each of the target's
 * template cells and the search cell below it, at three sizes (after Bertinetto et al., "Fully-convolutional Siamese networks",
 * 2016, with cosines in place of products). It relies on tokens that know nothing of each other, and keeps the box's shape.
 */
final class MatchHead extends Layer implements Head {

    /** Points of the score map from one cell's edge to the next. */
    private static final int POINTS = 8;

    private final int side;
    private final Kernel match;
    private final Kernel weigh;
    private final Kernel decode;

    /**
     * Makes a head.
     *
     * @param context the part's context
     * @param searchSide search tokens per side
     * @param templateSide template tokens per side, an even number
     * @param temperature difference of the mean cosine that divides the score by e
     * @param changed factor on the score of a changed size
     */
    MatchHead(LayerContext context, int searchSide, int templateSide, double temperature, double changed) {
        super(context);
        side = POINTS * searchSide + 1;
        // The search region on fewer cells shows a target that has grown.
        List<Integer> sides = List.of(searchSide, searchSide - 1, searchSide + 1);
        match = kernel("match.py", Map.of("SIDE", searchSide, "TEMPLATE_SIDE", templateSide, "SIDES", sides, "POINTS", side,
                "TEMPERATURE", temperature, "CHANGED", changed));
        weigh = kernel("weigh_score.py", Map.of());
        decode = kernel("match_decode.py", Map.of("TEMPLATE_SIDE", templateSide, "SIDES", sides, "POINTS", side));
    }

    @Override
    public int mapSide() {
        return side;
    }

    @Override
    public int decodeSide() {
        return 0;
    }

    @Override
    public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
        Evidence.refuse("match", tokens);
        NDArray[] scores = runMany(match, tokens.search(), tokens.template(), template);
        try (NDArray all = scores[0]; NDArray response = window == null ? all : run(weigh, all, window)) {
            NDArray[] found = runMany(decode, response, template);
            return new Prediction(found[0], found[1], scores[1], null, null);
        }
    }
}
