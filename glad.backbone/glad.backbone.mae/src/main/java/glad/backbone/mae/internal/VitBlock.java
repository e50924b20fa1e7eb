package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** A pre-norm transformer block: {@code x += attn(norm1(x)); x += mlp(norm2(x))}, exact GELU. */
final class VitBlock extends Layer {

    private final Kernel inference;
    private final Kernel training;
    private final Weight[] weights;

    /**
     * Makes a block.
     *
     * @param context the part's context
     * @param width C
     * @param heads attention heads
     * @param hidden width of the MLP's inner layer
     * @param dropPath probability that training leaves a branch out for a sample
     * @param qkvInit first values of the joint query, key and value matrix
     */
    VitBlock(LayerContext context, int width, int heads, int hidden, double dropPath, Init qkvInit) {
        super(context);
        inference = kernel("vit_block.py", Map.of("WIDTH", width, "HEADS", heads, "DROP", 0.0));
        training = kernel("vit_block.py", Map.of("WIDTH", width, "HEADS", heads, "DROP", dropPath));
        weights = new Weight[] {
            weight("norm1.weight", Init.ONES, width),
            weight("norm1.bias", Init.ZEROS, width),
            weight("attn.qkv.weight", qkvInit, 3L * width, width),
            weight("attn.qkv.bias", Init.ZEROS, 3L * width),
            weight("attn.proj.weight", Init.xavier(), width, width),
            weight("attn.proj.bias", Init.ZEROS, width),
            weight("norm2.weight", Init.ONES, width),
            weight("norm2.bias", Init.ZEROS, width),
            weight("mlp.fc1.weight", Init.xavier(), hidden, width),
            weight("mlp.fc1.bias", Init.ZEROS, hidden),
            weight("mlp.fc2.weight", Init.xavier(), width, hidden),
            weight("mlp.fc2.bias", Init.ZEROS, width)};
    }

    /** Runs the block on (B, N, C) in the kernels' precision. */
    NDArray forward(NDArray x) {
        return run(training() ? training : inference, x, weights);
    }
}
