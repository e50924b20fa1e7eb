package glad.diffusion.head.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Kernel;
import glad.nn.LayerContext;
import java.util.Map;

/**
 * The corner head: one map each for the top left and the bottom right corner; a corner is the expected cell index under
 * the map's softmax, divided by N (STARK, Yan et al., 2021). The score holds both softmax maps; the confidence is the
 * geometric mean of their peaks. A window is not applied: it would pull both corners to the middle.
 */
final class CornerHead extends ConvHead implements Head {

    private final int side;
    private final Kernel map;
    private final BoundKernel topLeft;
    private final BoundKernel bottomRight;
    private final Kernel decode;

    CornerHead(LayerContext context, int width, int searchSide, int channels, Norm norm) {
        super(context, norm);
        side = searchSide;
        map = kernel("search_map.py", Map.of("SIDE", side));
        topLeft = branch("tl", width, channels, 1, 0, false);
        bottomRight = branch("br", width, channels, 1, 0, false);
        decode = kernel("corner_decode.py", Map.of("SIDE", side));
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
        Evidence.refuse("corner", tokens);
        try (NDArray features = run(map, tokens.search());
                NDArray first = forward(topLeft, features);
                NDArray second = forward(bottomRight, features)) {
            NDArray[] out = runMany(decode, first, second);
            return new Prediction(out[0], out[1], out[2], null, null);
        }
    }
}
