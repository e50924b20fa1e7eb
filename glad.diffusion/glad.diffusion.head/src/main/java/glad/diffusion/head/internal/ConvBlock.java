package glad.diffusion.head.internal;

import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;

/** The parameters of a 3x3 convolution (0) and the batch normalisation after it (1). */
final class ConvBlock extends Layer {

    private final Weight[] weights;

    ConvBlock(LayerContext context, int in, int out) {
        super(context);
        weights = new Weight[] {
            weight("0.weight", Init.xavier(), out, in, 3, 3),
            weight("0.bias", Init.ZEROS, out),
            weight("1.weight", Init.ONES, out),
            weight("1.bias", Init.ZEROS, out),
            buffer("1.running_mean", Init.ZEROS, out),
            buffer("1.running_var", Init.ONES, out),
            buffer("1.num_batches_tracked", Init.ZEROS)};
    }

    /** Returns them in the order of a kernel's arguments. */
    Weight[] weights() {
        return weights;
    }
}
