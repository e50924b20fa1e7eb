package glad.backbone.mobilenet;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first blocks of MobileNetV2 with width 1 (Sandler et al., 2018), batch normalisation folded into the convolutions: {@code features.0} to
 * {@code features.7.expand} at stride 8, and if wanted up to {@code features.13} at stride 16. Weights trained on Open Images are
 * {@code embedded:mobilenet-v2/mobilenetv2-oidv4.safetensors}, under these names.
 *
 * <p>Convolutions of stride 2 pad right and bottom alone, as TensorFlow's do.
 */
public final class MobileNetV2 extends Layer {

    /** Channels of {@link Maps#fine}. */
    public static final int FINE_WIDTH = 192;

    /** Channels of {@link Maps#coarse}. */
    public static final int COARSE_WIDTH = 96;

    private static final int FIRST_WIDTH = 32;

    /** Where the fine map is taken: block 7 begins with it. */
    private static final int FINE_BLOCK = 7;

    /** Width and stride of blocks 1 to 13. */
    private static final int[][] BLOCKS = {{16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}, {64, 1},
            {96, 1}, {96, 1}, {COARSE_WIDTH, 1}};

    private final BoundKernel first;
    private final List<InvertedResidual> blocks = new ArrayList<>();
    /** Null where the block that holds it is there as a whole. */
    private final Expansion fine;

    /**
     * What the network gives.
     *
     * @param fine (B, {@value #FINE_WIDTH}, S/8, S/8) in the kernels' precision, values in 0..6
     * @param coarse (B, {@value #COARSE_WIDTH}, S/16, S/16) in the kernels' precision, or null
     */
    public record Maps(NDArray fine, NDArray coarse) {}

    /**
     * Makes the layers.
     *
     * @param context the part's context
     * @param coarse whether the blocks behind the fine map are there: 534,464 parameters instead of 60,064
     */
    public MobileNetV2(LayerContext context, boolean coarse) {
        super(context);
        first = kernel("first_convolution.py", Map.of(), Map.of(
                "w", weight("features.0.weight", Init.fanIn(1), FIRST_WIDTH, 3, 3, 3).pretrainedAs("features.0.weight"),
                "b", weight("features.0.bias", Init.ZEROS, FIRST_WIDTH).pretrainedAs("features.0.bias")), "image");
        int in = FIRST_WIDTH;
        for (int i = 1; i < FINE_BLOCK || coarse && i <= BLOCKS.length; i++) {
            String name = "features." + i;
            blocks.add(child(name, new InvertedResidual(context, name, in, i > 1, BLOCKS[i - 1][0], BLOCKS[i - 1][1])));
            in = BLOCKS[i - 1][0];
        }
        String name = "features." + FINE_BLOCK + ".expand";
        fine = coarse ? null : child(name, new Expansion(context, name, in));
    }

    /**
     * Runs the network.
     *
     * @param image (B, 3, S, S) fp32, ImageNet-normalised as every image of a tracker; S is a multiple of 16
     */
    public Maps forward(NDArray image) {
        NDArray x = run(first, image);
        NDArray found = null;
        for (int i = 0; i < blocks.size(); i++) {
            InvertedResidual block = blocks.get(i);
            try (NDArray previous = x) {
                NDArray expanded = block.expand(previous);
                x = block.rest(expanded, previous);
                if (i + 1 == FINE_BLOCK) {
                    found = expanded;
                } else if (expanded != previous) {
                    expanded.close();
                }
            }
        }
        if (found != null) {
            return new Maps(found, x);
        }
        try (NDArray last = x) {
            return new Maps(fine.forward(last), null);
        }
    }
}
