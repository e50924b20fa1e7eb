package glad.text.roberta.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/** One transformer layer, normed after each sum: {@code x = norm(x + attention(x)); x = norm(x + mlp(x))}, exact GELU. */
final class RobertaLayer extends Layer {

    private static final Init MATRIX = Init.normal(0.02);

    private final BoundKernel kernel;

    /**
     * Declares the parameters.
     *
     * @param prefix what published checkpoints of the language model put before this layer's names
     * @param mlp width between the MLP's two matrices
     */
    RobertaLayer(LayerContext context, String prefix, int width, int heads, int mlp) {
        super(context);
        Map<String, Weight> weights = new HashMap<>();
        linear(weights, "q", prefix, "attention.self.query", width, width);
        linear(weights, "k", prefix, "attention.self.key", width, width);
        linear(weights, "v", prefix, "attention.self.value", width, width);
        linear(weights, "o", prefix, "attention.output.dense", width, width);
        norm(weights, "n1", prefix, "attention.output.LayerNorm", width);
        linear(weights, "f1", prefix, "intermediate.dense", mlp, width);
        linear(weights, "f2", prefix, "output.dense", width, mlp);
        norm(weights, "n2", prefix, "output.LayerNorm", width);
        kernel = kernel("roberta_layer.py", Map.of("WIDTH", width, "HEADS", heads), weights, "x", "bias");
    }

    private void linear(Map<String, Weight> weights, String parameter, String prefix, String name, int outputs, int inputs) {
        weights.put(parameter + "w", weight(name + ".weight", MATRIX, outputs, inputs).pretrainedAs(prefix + name + ".weight"));
        weights.put(parameter + "b", weight(name + ".bias", Init.ZEROS, outputs).pretrainedAs(prefix + name + ".bias"));
    }

    private void norm(Map<String, Weight> weights, String parameter, String prefix, String name, int width) {
        weights.put(parameter + "w", weight(name + ".weight", Init.ONES, width).pretrainedAs(prefix + name + ".weight"));
        weights.put(parameter + "b", weight(name + ".bias", Init.ZEROS, width).pretrainedAs(prefix + name + ".bias"));
    }

    /**
     * Runs the layer.
     *
     * @param hidden (B, L, C)
     * @param bias (B, 1, 1, L) fp32, added to the attention logits
     */
    NDArray forward(NDArray hidden, NDArray bias) {
        return run(kernel, hidden, bias);
    }
}
