package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** Enlarges a map by nearest neighbour and convolves it. */
final class Upsample extends Layer {

    private final Kernel twice;
    private final Kernel like;
    private final Weight weight;
    private final Weight bias;

    Upsample(LayerContext context, int width) {
        super(context);
        twice = kernel("upsample.py", Map.of());
        like = kernel("upsample_like.py", Map.of());
        weight = weight("weight", Init.fanIn(1), width, width, 3, 3);
        bias = weight("bias", Init.ZEROS, width);
    }

    /** Doubles height and width. */
    NDArray forward(NDArray x) {
        return run(twice, x, weight, bias);
    }

    /** Enlarges to the height and width of another map. */
    NDArray forward(NDArray x, NDArray other) {
        return run(like, x, other, weight, bias);
    }
}
