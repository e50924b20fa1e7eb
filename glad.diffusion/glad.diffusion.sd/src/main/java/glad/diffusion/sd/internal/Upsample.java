package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** Enlarges a map by nearest neighbour and convolves it. */
final class Upsample extends Layer {

    private final BoundKernel twice;
    private final BoundKernel like;

    Upsample(LayerContext context, int width) {
        super(context);
        Map<String, Weight> weights = Map.ofEntries(
                entry("w", weight("weight", Init.fanIn(1), width, width, 3, 3)),
                entry("b", weight("bias", Init.ZEROS, width)));
        twice = kernel("upsample.py", Map.of(), weights, "x");
        like = kernel("upsample_like.py", Map.of(), weights, "x", "like");
    }

    /** Doubles height and width. */
    NDArray forward(NDArray x) {
        return run(twice, x);
    }

    /** Enlarges to the height and width of another map. */
    NDArray forward(NDArray x, NDArray other) {
        return run(like, x, other);
    }
}
