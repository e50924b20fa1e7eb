package glad.diffusion.head.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Mode;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/**
 * What both heads are made of: branches of four 3x3 convolutions with batch normalisation and ReLU, whose channels halve
 * from one to the next, and a 1x1 convolution. Training normalises by the batch and updates the stored statistics.
 */
abstract class ConvHead extends Layer {

    private final Norm norm;

    /**
     * How training normalises.
     *
     * @param together so many samples by their own statistics; 0 for all that come at once
     * @param fixed whether by the stored statistics instead, which then stay as they are
     */
    record Norm(int together, boolean fixed) {}

    ConvHead(LayerContext context, Norm norm) {
        super(context);
        this.norm = norm;
    }

    /**
     * Declares a branch's parameters: {@code conv1_NAME.0.weight} ... {@code conv5_NAME.bias}.
     *
     * @param name {@code ctr}, {@code size}, ...
     * @param in channels that come in
     * @param channels channels of the first convolution, a multiple of 8
     * @param out channels that go out
     * @param bias first value of the last bias
     * @param sigmoid whether the result is squashed to [1e-4, 1 - 1e-4]
     */
    final BoundKernel branch(String name, int in, int channels, int out, double bias, boolean sigmoid) {
        Map<String, Weight> weights = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            int number = i + 1;
            child("conv" + number + "_" + name, new ConvBlock(context(), i == 0 ? in : channels >> (i - 1), channels >> i))
                    .weights().forEach((parameter, weight) -> weights.put(parameter + number, weight));
        }
        weights.put("w5", weight("conv5_" + name + ".weight", Init.xavier(), out, channels >> 3, 1, 1));
        weights.put("b5", weight("conv5_" + name + ".bias", Init.constant(bias), out));
        return kernel("conv_branch.py", mode -> {
            boolean train = mode == Mode.TRAIN && !norm.fixed();
            return Map.of("TRAIN", train, "SIGMOID", sigmoid, "TOGETHER", train ? norm.together() : 0, "ONEDNN", mode == Mode.INFER && Torch.oneDnn());
        }, weights, "map");
    }

    /** Runs a branch on (B, in, N, N); returns (B, out, N, N) fp32. */
    final NDArray forward(BoundKernel branch, NDArray map) {
        return run(branch, map);
    }
}
