package glad.text.roberta;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/**
 * One transformer layer of BERT's family (BERT, RoBERTa, MiniLM), normed after each sum: {@code x = norm(x + attention(x)); x = norm(x + mlp(x))},
 * exact GELU. Parameters are named as in published checkpoints, {@code attention.self.query.weight}.
 */
final class BertLayer extends Layer {

    private static final Init MATRIX = Init.normal(0.02);

    private final BoundKernel kernel;
    private final Kernel bias;

    /**
     * Declares the parameters.
     *
     * @param prefix what published checkpoints of the language model put before this layer's names
     * @param width C
     * @param heads attention heads, a divisor of the width
     * @param mlp width between the MLP's two matrices
     * @param epsilon what is added to variances before they divide
     */
    BertLayer(LayerContext context, String prefix, int width, int heads, int mlp, double epsilon) {
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
        kernel = kernel("bert_layer.py", Map.of("WIDTH", width, "HEADS", heads, "EPSILON", epsilon), weights, "x", "bias");
        bias = kernel("bert_bias.py", Map.of());
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
     * Returns what {@link #forward} of all layers adds to the attention logits so that nothing looks at some tokens.
     *
     * @param mask (B, L) fp32, 0 for what nothing looks at, else 1
     * @return (B, 1, 1, L) fp32
     */
    NDArray bias(NDArray mask) {
        return run(bias, mask);
    }

    /**
     * Runs the layer.
     *
     * @param hidden (B, L, C) in the kernels' precision
     * @param bias (B, 1, 1, L) fp32, added to the attention logits, see {@link #bias}
     * @return (B, L, C) in the kernels' precision
     */
    NDArray forward(NDArray hidden, NDArray bias) {
        return run(kernel, hidden, bias);
    }
}
