package glad.diffusion.sd.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The denoising network of Stable Diffusion (UNet2DConditionModel in diffusers 0.23, "High-Resolution Image Synthesis
 * with Latent Diffusion Models"). With {@code half} only what GLAD's features need is declared: the way down and the
 * middle.
 */
public final class UNet extends Layer {

    static final double EPS = 1e-5;

    final Conv convIn;
    final TimeEmbedding timeEmbedding;
    final List<DownBlock> downBlocks = new ArrayList<>();
    final MidBlock midBlock;
    final List<UpBlock> upBlocks = new ArrayList<>();
    private final BoundKernel output;

    /** Makes a U-Net with initial weights. */
    public UNet(LayerContext context, UNetConfig config) {
        super(context);
        List<Integer> channels = config.channels();
        int levels = channels.size();
        int finest = channels.get(0);
        int coarsest = channels.get(levels - 1);
        convIn = child("conv_in", new Conv(context, config.latentChannels(), finest, 3, 1));
        timeEmbedding = child("time_embedding", new TimeEmbedding(context, finest));
        Deque<Integer> residuals = new ArrayDeque<>();
        residuals.add(finest);
        int in = finest;
        for (int i = 0; i < levels; i++) {
            boolean last = i == levels - 1;
            int out = channels.get(i);
            downBlocks.add(child("down_blocks." + i, new DownBlock(context, config, in, out, last)));
            for (int j = last ? 1 : 0; j <= config.layers(); j++) {
                residuals.add(out);
            }
            in = out;
        }
        midBlock = child("mid_block", new MidBlock(context, config, coarsest));
        if (config.half()) {
            output = null;
            return;
        }
        for (int i = 0; i < levels; i++) {
            int out = channels.get(levels - 1 - i);
            upBlocks.add(child("up_blocks." + i,
                    new UpBlock(context, config, in, out, residuals, i == 0, i == levels - 1)));
            in = out;
        }
        output = kernel("output.py", Map.of("GROUPS", config.groups(), "EPS", EPS), Map.ofEntries(
                entry("norm_w", weight("conv_norm_out.weight", Init.ONES, finest)),
                entry("norm_b", weight("conv_norm_out.bias", Init.ZEROS, finest)),
                entry("conv_w", weight("conv_out.weight", Init.fanIn(0.1), config.latentChannels(), finest, 3, 3)),
                entry("conv_b", weight("conv_out.bias", Init.ZEROS, config.latentChannels()))), "x");
    }

    /**
     * Runs the way down and the middle.
     *
     * @param latents (B, C, H, W)
     * @param steps (1) fp32, a time step in 0..999; (B) if there are no more texts than latents
     * @param text (B, L, textWidth), or (2B, L, textWidth) for all latents with one half of the texts and with the other
     * @return the fifth and the fourth residual from the end of the way down and the middle's result: GLAD's features,
     *     in the kernels' precision and the latents' manager
     */
    public NDList half(NDArray latents, NDArray steps, NDArray text) {
        try (NDManager scope = latents.getManager().newSubManager()) {
            NDArray time = embed(steps, scope);
            NDList residuals = new NDList();
            NDArray mid = midBlock.forward(down(latents, time, text, residuals, scope), time, text);
            int n = residuals.size();
            return scope.ret(new NDList(residuals.get(n - 5), residuals.get(n - 4), mid));
        }
    }

    /**
     * Runs the whole network.
     *
     * @param latents (B, C, H, W); any height and width
     * @param steps (B) or (1) fp32, time steps in 0..999
     * @param text (B, L, textWidth)
     * @return (B, C, H, W) fp32, the predicted noise, in the latents' manager
     */
    public NDArray full(NDArray latents, NDArray steps, NDArray text) {
        try (NDManager scope = latents.getManager().newSubManager()) {
            NDArray time = embed(steps, scope);
            NDList residuals = new NDList();
            NDArray x = midBlock.forward(down(latents, time, text, residuals, scope), time, text);
            for (UpBlock block : upBlocks) {
                x = block.forward(x, time, text, residuals);
            }
            return scope.ret(output(x));
        }
    }

    private NDArray embed(NDArray steps, NDManager scope) {
        NDArray time = timeEmbedding.forward(steps);
        time.attach(scope);
        return time;
    }

    private NDArray down(NDArray latents, NDArray time, NDArray text, NDList residuals, NDManager scope) {
        NDArray x = convIn.forward(latents);
        x.attach(scope);
        residuals.add(x);
        for (DownBlock block : downBlocks) {
            x = block.forward(x, time, text, residuals);
        }
        return x;
    }

    NDArray output(NDArray x) {
        return run(output, x);
    }
}
