package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** The step between two stages: a LayerNorm, then a 2x2 convolution of stride 2 that doubles the channels. */
final class PatchMerge extends Layer {

    private final BoundKernel kernel;

    /** Makes a step from {@code width} to {@code 2 * width} channels. */
    PatchMerge(LayerContext context, int width) {
        super(context);
        kernel = kernel("patch_merge.py", Map.of("WIDTH", width), Map.ofEntries(
                entry("norm_w", weight("norm.weight", Init.ONES, width)),
                entry("norm_b", weight("norm.bias", Init.ZEROS, width)),
                entry("w", weight("reduction.weight", Init.fanIn(1), 2L * width, width, 2, 2)),
                entry("b", weight("reduction.bias", Init.ZEROS, 2L * width))), "x");
    }

    /** Turns (B, H, W, C) into (B, H/2, W/2, 2C), in the kernels' precision. */
    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
