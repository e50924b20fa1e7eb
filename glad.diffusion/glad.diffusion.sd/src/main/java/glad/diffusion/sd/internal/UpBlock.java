package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One resolution of the U-Net's way up (UpBlock2D, CrossAttnUpBlock2D in diffusers). */
final class UpBlock extends Layer {

    final List<ResnetBlock> resnets = new ArrayList<>();
    final List<Transformer> attentions = new ArrayList<>();
    final Upsample upsample;

    /**
     * Makes a block.
     *
     * @param in width of the map from below
     * @param residuals widths of the residuals not yet taken back; this block takes its own from the end
     * @param first whether this is the lowest block, which doesn't attend to the text
     * @param last whether this is the highest block, which doesn't enlarge the map
     */
    UpBlock(LayerContext context, UNetConfig config, int in, int out, Deque<Integer> residuals, boolean first,
            boolean last) {
        super(context);
        for (int i = 0; i <= config.layers(); i++) {
            int joined = (i == 0 ? in : out) + residuals.removeLast();
            resnets.add(child("resnets." + i,
                    new ResnetBlock(context, joined, out, config.timeWidth(), config.groups(), UNet.EPS)));
            if (!first) {
                attentions.add(child("attentions." + i,
                        new Transformer(context, out, config.textWidth(), config.heads(), config.groups())));
            }
        }
        upsample = last ? null : child("upsamplers.0.conv", new Upsample(context, out));
    }

    /** Runs the block; takes its residuals from the end of the list. */
    NDArray forward(NDArray x, NDArray time, NDArray text, NDList residuals) {
        NDArray h = x;
        for (int i = 0; i < resnets.size(); i++) {
            h = resnets.get(i).forward(h.concat(residuals.remove(residuals.size() - 1), 1), time);
            if (!attentions.isEmpty()) {
                h = attentions.get(i).forward(h, text);
            }
        }
        return upsample == null ? h : upsample.forward(h, residuals.get(residuals.size() - 1));
    }
}
