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

/** The VAE's decoder, latent to image. */
final class VaeDecoder extends Layer {

    final List<UnaryOperator<NDArray>> steps = new ArrayList<>();

    VaeDecoder(LayerContext context, VaeConfig config) {
        super(context);
        List<Integer> channels = config.channels();
        int levels = channels.size();
        int in = channels.get(levels - 1);
        steps.add(child("conv_in", new Conv(context, config.latentChannels(), in, 3, 1))::forward);
        steps.add(child("mid_block", new VaeMidBlock(context, in, config.groups()))::forward);
        for (int i = 0; i < levels; i++) {
            int out = channels.get(levels - 1 - i);
            String block = "up_blocks." + i + ".";
            for (int j = 0; j <= config.layers(); j++) {
                steps.add(child(block + "resnets." + j,
                        new ResnetBlock(context, in, out, 0, config.groups(), Vae.EPS))::forward);
                in = out;
            }
            if (i < levels - 1) {
                steps.add(child(block + "upsamplers.0.conv", new Upsample(context, out))::forward);
            }
        }
        BoundKernel output = kernel("output.py", Map.of("GROUPS", config.groups(), "EPS", Vae.EPS), Map.ofEntries(
                entry("norm_w", weight("conv_norm_out.weight", Init.ONES, in)),
                entry("norm_b", weight("conv_norm_out.bias", Init.ZEROS, in)),
                entry("conv_w", weight("conv_out.weight", Init.fanIn(1), 3, in, 3, 3)),
                entry("conv_b", weight("conv_out.bias", Init.ZEROS, 3))), "x");
        steps.add(x -> run(output, x));
    }

    NDArray forward(NDArray latents) {
        return Chain.run(steps, latents);
    }
}
