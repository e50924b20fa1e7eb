package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The VAE's encoder, image to unquantised moments. */
final class VaeEncoder extends Layer {

    /** The steps in order, so that each map can be freed as soon as the next one is there. */
    final List<UnaryOperator<NDArray>> steps = new ArrayList<>();

    VaeEncoder(LayerContext context, VaeConfig config) {
        super(context);
        List<Integer> channels = config.channels();
        int levels = channels.size();
        int in = channels.get(0);
        steps.add(child("conv_in", new Conv(context, 3, in, 3, 1))::forward);
        for (int i = 0; i < levels; i++) {
            int out = channels.get(i);
            String block = "down_blocks." + i + ".";
            for (int j = 0; j < config.layers(); j++) {
                steps.add(child(block + "resnets." + j,
                        new ResnetBlock(context, in, out, 0, config.groups(), Vae.EPS))::forward);
                in = out;
            }
            if (i < levels - 1) {
                steps.add(child(block + "downsamplers.0.conv", new PadConv(context, out))::forward);
            }
        }
        steps.add(child("mid_block", new VaeMidBlock(context, in, config.groups()))::forward);
        BoundKernel output = kernel("output.py", Map.of("GROUPS", config.groups(), "EPS", Vae.EPS), Map.ofEntries(
                entry("norm_w", weight("conv_norm_out.weight", Init.ONES, in)),
                entry("norm_b", weight("conv_norm_out.bias", Init.ZEROS, in)),
                entry("conv_w", weight("conv_out.weight", Init.fanIn(1), 2 * config.latentChannels(), in, 3, 3)),
                entry("conv_b", weight("conv_out.bias", Init.ZEROS, 2 * config.latentChannels()))), "x");
        steps.add(x -> run(output, x));
    }

    NDArray forward(NDArray image) {
        return Chain.run(steps, image);
    }
}
