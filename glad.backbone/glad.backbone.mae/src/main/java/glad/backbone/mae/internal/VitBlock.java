package glad.backbone.mae.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** A pre-norm transformer block: {@code x += attn(norm1(x)); x += mlp(norm2(x))}, exact GELU. */
final class VitBlock extends Layer {

    private final BoundKernel kernel;

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
        Map<String, Weight> weights = Map.ofEntries(
                entry("norm1_w", weight("norm1.weight", Init.ONES, width)),
                entry("norm1_b", weight("norm1.bias", Init.ZEROS, width)),
                entry("qkv_w", weight("attn.qkv.weight", qkvInit, 3L * width, width)),
                entry("qkv_b", weight("attn.qkv.bias", Init.ZEROS, 3L * width)),
                entry("proj_w", weight("attn.proj.weight", Init.xavier(), width, width)),
                entry("proj_b", weight("attn.proj.bias", Init.ZEROS, width)),
                entry("norm2_w", weight("norm2.weight", Init.ONES, width)),
                entry("norm2_b", weight("norm2.bias", Init.ZEROS, width)),
                entry("fc1_w", weight("mlp.fc1.weight", Init.xavier(), hidden, width)),
                entry("fc1_b", weight("mlp.fc1.bias", Init.ZEROS, hidden)),
                entry("fc2_w", weight("mlp.fc2.weight", Init.xavier(), width, hidden)),
                entry("fc2_b", weight("mlp.fc2.bias", Init.ZEROS, width)));
        kernel = kernel("vit_block.py", mode -> Map.of("WIDTH", width, "HEADS", heads, "DROP", mode == Mode.TRAIN ? dropPath : 0.0), weights, "x");
    }

    /** Runs the block on (B, N, C) in the kernels' precision. */
    NDArray forward(NDArray x) {
        return run(kernel, x);
    }
}
