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

/** One transformer block over the cells of a map, conditioned on text (Transformer2DModel in diffusers). */
final class Transformer extends Layer {

    private final Kernel kernel;
    private final Weight[] weights;

    Transformer(LayerContext context, int width, int textWidth, int heads, int groups) {
        super(context);
        kernel = kernel("transformer.py", Map.of("GROUPS", groups, "HEADS", heads));
        String block = "transformer_blocks.0.";
        List<Weight> list = new ArrayList<>();
        norm(list, "norm", width);
        list.add(weight("proj_in.weight", Init.fanIn(1), width, width, 1, 1));
        list.add(weight("proj_in.bias", Init.ZEROS, width));
        norm(list, block + "norm1", width);
        attention(list, block + "attn1.", width, width);
        norm(list, block + "norm2", width);
        attention(list, block + "attn2.", width, textWidth);
        norm(list, block + "norm3", width);
        linear(list, block + "ff.net.0.proj", width, 8 * width);
        linear(list, block + "ff.net.2", 4 * width, width);
        // Small at first, so that a deep network starts near the identity.
        list.add(weight("proj_out.weight", Init.fanIn(0.1), width, width, 1, 1));
        list.add(weight("proj_out.bias", Init.ZEROS, width));
        weights = list.toArray(new Weight[0]);
    }

    private void attention(List<Weight> list, String name, int width, int contextWidth) {
        list.add(weight(name + "to_q.weight", Init.fanIn(1), width, width));
        list.add(weight(name + "to_k.weight", Init.fanIn(1), width, contextWidth));
        list.add(weight(name + "to_v.weight", Init.fanIn(1), width, contextWidth));
        linear(list, name + "to_out.0", width, width);
    }

    private void linear(List<Weight> list, String name, int in, int out) {
        list.add(weight(name + ".weight", Init.fanIn(1), out, in));
        list.add(weight(name + ".bias", Init.ZEROS, out));
    }

    private void norm(List<Weight> list, String name, int width) {
        list.add(weight(name + ".weight", Init.ONES, width));
        list.add(weight(name + ".bias", Init.ZEROS, width));
    }

    /**
     * Runs the block.
     *
     * @param x (B, C, H, W)
     * @param text (B, L, textWidth)
     * @return (B, C, H, W)
     */
    NDArray forward(NDArray x, NDArray text) {
        return run(kernel, x, text, weights);
    }
}
