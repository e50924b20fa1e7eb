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
import java.util.function.UnaryOperator;

/** The VAE's decoder, latent to picture. */
final class VaeDecoder extends Layer {

    final List<UnaryOperator<NDArray>> steps = new ArrayList<>();
    private final Weight[] outputWeights;

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
        outputWeights = new Weight[] {
            weight("conv_norm_out.weight", Init.ONES, in),
            weight("conv_norm_out.bias", Init.ZEROS, in),
            weight("conv_out.weight", Init.fanIn(1), 3, in, 3, 3),
            weight("conv_out.bias", Init.ZEROS, 3)
        };
        Kernel output = kernel("output.py", Map.of("GROUPS", config.groups(), "EPS", Vae.EPS));
        steps.add(x -> run(output, x, outputWeights));
    }

    NDArray forward(NDArray latents) {
        return Chain.run(steps, latents);
    }
}
