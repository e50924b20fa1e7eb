package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Layer;
import glad.nn.LayerContext;

/** The U-Net's lowest resolution (UNetMidBlock2DCrossAttn in diffusers). */
final class MidBlock extends Layer {

    private final ResnetBlock before;
    private final Transformer attention;
    private final ResnetBlock after;

    MidBlock(LayerContext context, UNetConfig config, int width) {
        super(context);
        before = child("resnets.0",
                new ResnetBlock(context, width, width, config.timeWidth(), config.groups(), UNet.EPS));
        attention = child("attentions.0",
                new Transformer(context, width, config.textWidth(), config.heads(), config.groups()));
        after = child("resnets.1",
                new ResnetBlock(context, width, width, config.timeWidth(), config.groups(), UNet.EPS));
    }

    NDArray forward(NDArray x, NDArray time, NDArray text) {
        return after.forward(attention.forward(before.forward(x, time), text), time);
    }
}
