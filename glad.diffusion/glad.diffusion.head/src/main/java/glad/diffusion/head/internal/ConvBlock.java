package glad.diffusion.head.internal;

import static java.util.Map.entry;

import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** The parameters of a 3x3 convolution (0) and the batch normalisation after it (1). */
final class ConvBlock extends Layer {

    private final Map<String, Weight> weights;

    ConvBlock(LayerContext context, int in, int out) {
        super(context);
        weights = Map.ofEntries(
                entry("w", weight("0.weight", Init.xavier(), out, in, 3, 3)),
                entry("b", weight("0.bias", Init.ZEROS, out)),
                entry("nw", weight("1.weight", Init.ONES, out)),
                entry("nb", weight("1.bias", Init.ZEROS, out)),
                entry("m", buffer("1.running_mean", Init.ZEROS, out)),
                entry("v", buffer("1.running_var", Init.ONES, out)),
                entry("n", buffer("1.num_batches_tracked", Init.ZEROS)));
    }

    /** Returns them by the names that a branch's kernel gives them, without the block's number. */
    Map<String, Weight> weights() {
        return weights;
    }
}
