package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A residual block of two convolutions (ResnetBlock2D in diffusers). */
final class ResnetBlock extends Layer {

    private final Kernel kernel;
    private final Weight[] weights;

    /** Makes a block; {@code timeWidth} 0 is one that knows no time step, as in the VAE. */
    ResnetBlock(LayerContext context, int in, int out, int timeWidth, int groups, double eps) {
        super(context);
        boolean shortcut = in != out;
        kernel = kernel("resnet" + (timeWidth > 0 ? "_time" : "") + (shortcut ? "_shortcut" : "") + ".py",
                Map.of("GROUPS", groups, "EPS", eps));
        List<Weight> list = new ArrayList<>();
        list.add(weight("norm1.weight", Init.ONES, in));
        list.add(weight("norm1.bias", Init.ZEROS, in));
        list.add(weight("conv1.weight", Init.fanIn(1), out, in, 3, 3));
        list.add(weight("conv1.bias", Init.ZEROS, out));
        if (timeWidth > 0) {
            list.add(weight("time_emb_proj.weight", Init.fanIn(1), out, timeWidth));
            list.add(weight("time_emb_proj.bias", Init.ZEROS, out));
        }
        list.add(weight("norm2.weight", Init.ONES, out));
        list.add(weight("norm2.bias", Init.ZEROS, out));
        // Small at first, so that a deep network starts near the identity.
        list.add(weight("conv2.weight", Init.fanIn(0.1), out, out, 3, 3));
        list.add(weight("conv2.bias", Init.ZEROS, out));
        if (shortcut) {
            list.add(weight("conv_shortcut.weight", Init.fanIn(1), out, in, 1, 1));
            list.add(weight("conv_shortcut.bias", Init.ZEROS, out));
        }
        weights = list.toArray(new Weight[0]);
    }

    /** Runs a block that knows no time step: (B, in, H, W) to (B, out, H, W). */
    NDArray forward(NDArray x) {
        return run(kernel, x, weights);
    }

    /** Runs a block with the embedded time steps (B, timeWidth): (B, in, H, W) to (B, out, H, W). */
    NDArray forward(NDArray x, NDArray time) {
        return run(kernel, x, time, weights);
    }
}
