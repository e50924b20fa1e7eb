package glad.text.clip.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;
import java.util.stream.Stream;

/** One transformer layer: {@code x += attention(norm1(x)); x += mlp(norm2(x))} with quick-GELU. */
final class ClipLayer extends Layer {

    private final Kernel kernel;
    private final Object[] weights;

    /**
     * Declares the parameters, drawn as CLIP draws them: narrower where a layer adds to the residual stream.
     *
     * @param mlp width between the MLP's two matrices
     * @param depth number of layers of the encoder
     */
    ClipLayer(LayerContext context, int width, int heads, int mlp, int depth) {
        super(context);
        double narrow = Math.pow(width, -0.5) * Math.pow(2.0 * depth, -0.5);
        Weight[] key = linear("self_attn.k_proj", width, width, narrow);
        Weight[] value = linear("self_attn.v_proj", width, width, narrow);
        Weight[] query = linear("self_attn.q_proj", width, width, narrow);
        Weight[] out = linear("self_attn.out_proj", width, width, Math.pow(width, -0.5));
        Weight[] norm1 = norm("layer_norm1", width);
        Weight[] fc1 = linear("mlp.fc1", mlp, width, Math.pow(2.0 * width, -0.5));
        Weight[] fc2 = linear("mlp.fc2", width, mlp, narrow);
        Weight[] norm2 = norm("layer_norm2", width);
        weights = Stream.of(norm1, query, key, value, out, norm2, fc1, fc2).flatMap(Stream::of).toArray();
        kernel = kernel("clip_layer.py", Map.of("WIDTH", width, "HEADS", heads));
    }

    private Weight[] linear(String name, int outputs, int inputs, double std) {
        return new Weight[] {weight(name + ".weight", Init.normal(std), outputs, inputs),
            weight(name + ".bias", Init.ZEROS, outputs)};
    }

    private Weight[] norm(String name, int width) {
        return new Weight[] {weight(name + ".weight", Init.ONES, width), weight(name + ".bias", Init.ZEROS, width)};
    }

    /**
     * Runs the layer.
     *
     * @param hidden (B, L, C)
     * @param bias (B, 1, L, L) fp32, added to the attention logits
     */
    NDArray forward(NDArray hidden, NDArray bias) {
        Object[] inputs = new Object[2 + weights.length];
        inputs[0] = hidden;
        inputs[1] = bias;
        System.arraycopy(weights, 0, inputs, 2, weights.length);
        return run(kernel, inputs);
    }
}
