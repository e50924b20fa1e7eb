package glad.text.clip.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** One transformer layer: {@code x += attention(norm1(x)); x += mlp(norm2(x))} with quick-GELU. */
final class ClipLayer extends Layer {

    private final BoundKernel kernel;

    /**
     * Declares the parameters, drawn as CLIP draws them: narrower where a layer adds to the residual stream.
     *
     * @param mlp width between the MLP's two matrices
     * @param depth number of layers of the encoder
     */
    ClipLayer(LayerContext context, int width, int heads, int mlp, int depth) {
        super(context);
        double narrow = Math.pow(width, -0.5) * Math.pow(2.0 * depth, -0.5);
        Map<String, Weight> weights = new HashMap<>();
        linear(weights, "k", "self_attn.k_proj", width, width, narrow);
        linear(weights, "v", "self_attn.v_proj", width, width, narrow);
        linear(weights, "q", "self_attn.q_proj", width, width, narrow);
        linear(weights, "o", "self_attn.out_proj", width, width, Math.pow(width, -0.5));
        norm(weights, "n1", "layer_norm1", width);
        linear(weights, "f1", "mlp.fc1", mlp, width, Math.pow(2.0 * width, -0.5));
        linear(weights, "f2", "mlp.fc2", width, mlp, narrow);
        norm(weights, "n2", "layer_norm2", width);
        kernel = kernel("clip_layer.py", Map.of("WIDTH", width, "HEADS", heads), weights, "x", "bias");
    }

    private void linear(Map<String, Weight> weights, String parameter, String name, int outputs, int inputs, double std) {
        weights.put(parameter + "w", weight(name + ".weight", Init.normal(std), outputs, inputs));
        weights.put(parameter + "b", weight(name + ".bias", Init.ZEROS, outputs));
    }

    private void norm(Map<String, Weight> weights, String parameter, String name, int width) {
        weights.put(parameter + "w", weight(name + ".weight", Init.ONES, width));
        weights.put(parameter + "b", weight(name + ".bias", Init.ZEROS, width));
    }

    /**
     * Runs the layer.
     *
     * @param hidden (B, L, C)
     * @param bias (B, 1, L, L) fp32, added to the attention logits
     */
    NDArray forward(NDArray hidden, NDArray bias) {
        return run(kernel, hidden, bias);
    }
}
