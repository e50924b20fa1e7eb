package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** A residual block of two convolutions (ResnetBlock2D in diffusers). */
final class ResnetBlock extends Layer {

    private final BoundKernel kernel;

    /** Makes a block; {@code timeWidth} 0 is one that knows no time step, as in the VAE. */
    ResnetBlock(LayerContext context, int in, int out, int timeWidth, int groups, double eps) {
        super(context);
        boolean shortcut = in != out;
        Map<String, Weight> weights = new HashMap<>();
        weights.put("norm1_w", weight("norm1.weight", Init.ONES, in));
        weights.put("norm1_b", weight("norm1.bias", Init.ZEROS, in));
        weights.put("conv1_w", weight("conv1.weight", Init.fanIn(1), out, in, 3, 3));
        weights.put("conv1_b", weight("conv1.bias", Init.ZEROS, out));
        if (timeWidth > 0) {
            weights.put("time_w", weight("time_emb_proj.weight", Init.fanIn(1), out, timeWidth));
            weights.put("time_b", weight("time_emb_proj.bias", Init.ZEROS, out));
        }
        weights.put("norm2_w", weight("norm2.weight", Init.ONES, out));
        weights.put("norm2_b", weight("norm2.bias", Init.ZEROS, out));
        // Small at first, so that a deep network starts near the identity.
        weights.put("conv2_w", weight("conv2.weight", Init.fanIn(0.1), out, out, 3, 3));
        weights.put("conv2_b", weight("conv2.bias", Init.ZEROS, out));
        if (shortcut) {
            weights.put("shortcut_w", weight("conv_shortcut.weight", Init.fanIn(1), out, in, 1, 1));
            weights.put("shortcut_b", weight("conv_shortcut.bias", Init.ZEROS, out));
        }
        String file = "resnet" + (timeWidth > 0 ? "_time" : "") + (shortcut ? "_shortcut" : "") + ".py";
        kernel = kernel(file, Map.of("GROUPS", groups, "EPS", eps), weights,
                timeWidth > 0 ? new String[] {"x", "time"} : new String[] {"x"});
    }

    /** Runs a block that knows no time step: (B, in, H, W) to (B, out, H, W). */
    NDArray forward(NDArray x) {
        return run(kernel, x);
    }

    /** Runs a block with the embedded time steps (B, timeWidth): (B, in, H, W) to (B, out, H, W). */
    NDArray forward(NDArray x, NDArray time) {
        return run(kernel, x, time);
    }
}
