package glad.backbone.mobilenet;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/**
 * A block of MobileNetV2: expansion, 3x3 depthwise convolution with ReLU6, linear 1x1 projection; with a residual where stride is 1
 * and the width stays.
 */
final class InvertedResidual extends Layer {

    /** Null for the first block, which doesn't expand. */
    private final Expansion expansion;
    private final BoundKernel rest;

    /**
     * Makes a block.
     *
     * @param name its name in pretrained files
     * @param in channels that come in
     * @param expands whether it expands
     * @param out channels that go out
     * @param stride of the depthwise convolution
     */
    InvertedResidual(LayerContext context, String name, int in, boolean expands, int out, int stride) {
        super(context);
        expansion = expands ? child("expand", new Expansion(context, name + ".expand", in)) : null;
        int hidden = expands ? Expansion.FACTOR * in : in;
        rest = kernel("depthwise_project.py", Map.of("STRIDE", stride, "RESIDUAL", expands && stride == 1 && in == out), Map.of(
                "depthwise_w", weight("depthwise.weight", Init.fanIn(Math.sqrt(2)), hidden, 1, 3, 3).pretrainedAs(name + ".depthwise.weight"),
                "depthwise_b", weight("depthwise.bias", Init.ZEROS, hidden).pretrainedAs(name + ".depthwise.bias"),
                "w", weight("project.weight", Init.fanIn(1), out, hidden, 1, 1).pretrainedAs(name + ".project.weight"),
                "b", weight("project.bias", Init.ZEROS, out).pretrainedAs(name + ".project.bias")), "expanded", "x");
    }

    /** Returns the expansion of (B, in, H, W); the array itself for a block that doesn't expand. */
    NDArray expand(NDArray x) {
        return expansion == null ? x : expansion.forward(x);
    }

    /**
     * Returns what the block gives.
     *
     * @param expanded what {@link #expand} returned
     * @param x what came in
     */
    NDArray rest(NDArray expanded, NDArray x) {
        return run(rest, expanded, x);
    }
}
