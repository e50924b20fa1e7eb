package glad.text.roberta.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;
import java.util.stream.Stream;

/** One transformer layer, normed after each sum: {@code x = norm(x + attention(x)); x = norm(x + mlp(x))}, exact GELU. */
final class RobertaLayer extends Layer {

    private static final Init MATRIX = Init.normal(0.02);

    private final Kernel kernel;
    private final Weight[] weights;

    /**
     * Declares the parameters.
     *
     * @param prefix what published checkpoints of the language model put before this layer's names
     * @param mlp width between the MLP's two matrices
     */
    RobertaLayer(LayerContext context, String prefix, int width, int heads, int mlp) {
        super(context);
        weights = Stream.of(
                linear(prefix, "attention.self.query", width, width),
                linear(prefix, "attention.self.key", width, width),
                linear(prefix, "attention.self.value", width, width),
                linear(prefix, "attention.output.dense", width, width),
                norm(prefix, "attention.output.LayerNorm", width),
                linear(prefix, "intermediate.dense", mlp, width),
                linear(prefix, "output.dense", width, mlp),
                norm(prefix, "output.LayerNorm", width)).flatMap(Stream::of).toArray(Weight[]::new);
        kernel = kernel("roberta_layer.py", Map.of("WIDTH", width, "HEADS", heads));
    }

    private Weight[] linear(String prefix, String name, int outputs, int inputs) {
        return new Weight[] {
            weight(name + ".weight", MATRIX, outputs, inputs).pretrainedAs(prefix + name + ".weight"),
            weight(name + ".bias", Init.ZEROS, outputs).pretrainedAs(prefix + name + ".bias")};
    }

    private Weight[] norm(String prefix, String name, int width) {
        return new Weight[] {
            weight(name + ".weight", Init.ONES, width).pretrainedAs(prefix + name + ".weight"),
            weight(name + ".bias", Init.ZEROS, width).pretrainedAs(prefix + name + ".bias")};
    }

    /**
     * Runs the layer.
     *
     * @param hidden (B, L, C)
     * @param bias (B, 1, 1, L) fp32, added to the attention logits
     */
    NDArray forward(NDArray hidden, NDArray bias) {
        return run(kernel, hidden, bias, weights);
    }
}
