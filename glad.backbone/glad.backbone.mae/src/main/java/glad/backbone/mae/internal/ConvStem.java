package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A convolutional stem for small networks trained from scratch: three 3x3 stride-2 convolutions with group normalisation
 * and GELU, whose stride-8 map serves as detail, and a last one to the tokens at stride 16 (after Xiao et al., "Early
 * convolutions help transformers see better", 2021).
 */
final class ConvStem extends Layer implements Stem {

    private final BoundKernel kernel;
    private final int detailWidth;

    /**
     * Makes a stem.
     *
     * @param context the part's context
     * @param channels channels at stride 2, 4 and 8, multiples of 8
     * @param width channels at stride 16
     */
    ConvStem(LayerContext context, List<Integer> channels, int width) {
        super(context);
        detailWidth = channels.get(2);
        Map<String, Weight> weights = new HashMap<>();
        int in = 3;
        for (int i = 0; i < 3; i++) {
            int number = i + 1;
            weights.put("w" + number, weight("conv" + number + ".weight", Init.fanIn(Math.sqrt(2)), channels.get(i), in, 3, 3));
            weights.put("b" + number, weight("conv" + number + ".bias", Init.ZEROS, channels.get(i)));
            weights.put("norm" + number + "_w", weight("norm" + number + ".weight", Init.ONES, channels.get(i)));
            weights.put("norm" + number + "_b", weight("norm" + number + ".bias", Init.ZEROS, channels.get(i)));
            in = channels.get(i);
        }
        weights.put("w4", weight("conv4.weight", Init.fanIn(Math.sqrt(2)), width, in, 3, 3));
        weights.put("b4", weight("conv4.bias", Init.ZEROS, width));
        kernel = kernel("conv_stem.py", Map.of(), weights, "image");
    }

    @Override
    public int detailWidth() {
        return detailWidth;
    }

    @Override
    public Features forward(NDArray image) {
        NDArray[] out = runMany(kernel, image);
        return new Features(out[0], out[1]);
    }
}
