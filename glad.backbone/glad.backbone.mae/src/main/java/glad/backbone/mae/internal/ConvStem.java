package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A convolutional stem for small networks trained from scratch: three 3x3 stride-2 convolutions with group normalisation
 * and GELU, whose stride-8 map serves as detail, and a last one to the tokens at stride 16 (after Xiao et al., "Early
 * convolutions help transformers see better", 2021).
 */
final class ConvStem extends Layer implements Stem {

    private final Kernel kernel;
    private final Weight[] weights;
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
        kernel = kernel("conv_stem.py", Map.of());
        detailWidth = channels.get(2);
        List<Weight> all = new ArrayList<>();
        int in = 3;
        for (int i = 0; i < 3; i++) {
            all.add(weight("conv" + (i + 1) + ".weight", Init.fanIn(Math.sqrt(2)), channels.get(i), in, 3, 3));
            all.add(weight("conv" + (i + 1) + ".bias", Init.ZEROS, channels.get(i)));
            all.add(weight("norm" + (i + 1) + ".weight", Init.ONES, channels.get(i)));
            all.add(weight("norm" + (i + 1) + ".bias", Init.ZEROS, channels.get(i)));
            in = channels.get(i);
        }
        all.add(weight("conv4.weight", Init.fanIn(Math.sqrt(2)), width, in, 3, 3));
        all.add(weight("conv4.bias", Init.ZEROS, width));
        weights = all.toArray(new Weight[0]);
    }

    @Override
    public int detailWidth() {
        return detailWidth;
    }

    @Override
    public Features forward(NDArray image) {
        NDArray[] out = runMany(kernel, image, weights);
        return new Features(out[0], out[1]);
    }
}
