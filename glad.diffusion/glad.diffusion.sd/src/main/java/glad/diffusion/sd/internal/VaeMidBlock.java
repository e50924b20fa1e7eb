package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.List;

/** The VAE's lowest resolution (UNetMidBlock2D in diffusers). */
final class VaeMidBlock extends Layer {

    private final ResnetBlock before;
    private final VaeAttention attention;
    private final ResnetBlock after;

    VaeMidBlock(LayerContext context, int width, int groups) {
        super(context);
        before = child("resnets.0", new ResnetBlock(context, width, width, 0, groups, Vae.EPS));
        attention = child("attentions.0", new VaeAttention(context, width, groups));
        after = child("resnets.1", new ResnetBlock(context, width, width, 0, groups, Vae.EPS));
    }

    NDArray forward(NDArray x) {
        return Chain.run(List.of(before::forward, attention::forward, after::forward), x);
    }
}
