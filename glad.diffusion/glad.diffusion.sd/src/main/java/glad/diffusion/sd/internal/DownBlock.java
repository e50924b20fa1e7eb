package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;

/** One resolution of the U-Net's way down (CrossAttnDownBlock2D, DownBlock2D in diffusers). */
final class DownBlock extends Layer {

    final List<ResnetBlock> resnets = new ArrayList<>();
    final List<Transformer> attentions = new ArrayList<>();
    final Conv downsample;

    /** Makes a block that halves the map after attending to the text, or the last one, which does neither. */
    DownBlock(LayerContext context, UNetConfig config, int in, int out, boolean last) {
        super(context);
        for (int i = 0; i < config.layers(); i++) {
            resnets.add(child("resnets." + i, new ResnetBlock(context, i == 0 ? in : out, out, config.timeWidth(),
                    config.groups(), UNet.EPS)));
            if (!last) {
                attentions.add(child("attentions." + i,
                        new Transformer(context, out, config.textWidth(), config.heads(), config.groups())));
            }
        }
        downsample = last ? null : child("downsamplers.0.conv", new Conv(context, out, out, 3, 2));
    }

    /** Runs the block and adds each layer's result to the residuals that the way up takes back. */
    NDArray forward(NDArray x, NDArray time, NDArray text, NDList residuals) {
        NDArray h = x;
        for (int i = 0; i < resnets.size(); i++) {
            h = resnets.get(i).forward(h, time);
            if (!attentions.isEmpty()) {
                h = attentions.get(i).forward(h, text);
            }
            residuals.add(h);
        }
        if (downsample != null) {
            h = downsample.forward(h);
            residuals.add(h);
        }
        return h;
    }
}
