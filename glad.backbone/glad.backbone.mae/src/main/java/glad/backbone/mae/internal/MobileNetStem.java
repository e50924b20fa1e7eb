package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import glad.backbone.mobilenet.MobileNetV2;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/**
 * The pretrained MobileNetV2 as a stem: a linear map of its stride-16 features becomes tokens, one of its stride-8 features the
 * detail. To be kept as it was trained, freeze {@code encoder.stem.mobilenet.*}.
 */
final class MobileNetStem extends Layer implements Stem {

    private final MobileNetV2 network;
    private final BoundKernel kernel;
    private final int detailWidth;

    /**
     * Makes a stem.
     *
     * @param context the part's context
     * @param detailWidth channels of the detail
     * @param width channels at stride 16
     */
    MobileNetStem(LayerContext context, int detailWidth, int width) {
        super(context);
        this.detailWidth = detailWidth;
        network = child("mobilenet", new MobileNetV2(context, true));
        kernel = kernel("mobilenet_stem.py", Map.of(), Map.of(
                "fine_w", weight("detail.weight", Init.fanIn(1), detailWidth, MobileNetV2.FINE_WIDTH, 1, 1),
                "fine_b", weight("detail.bias", Init.ZEROS, detailWidth),
                "coarse_w", weight("proj.weight", Init.fanIn(1), width, MobileNetV2.COARSE_WIDTH, 1, 1),
                "coarse_b", weight("proj.bias", Init.ZEROS, width)), "fine", "coarse");
    }

    @Override
    public int detailWidth() {
        return detailWidth;
    }

    @Override
    public Features forward(NDArray image) {
        MobileNetV2.Maps maps = network.forward(image);
        try (NDArray fine = maps.fine(); NDArray coarse = maps.coarse()) {
            NDArray[] out = runMany(kernel, fine, coarse);
            return new Features(out[0], out[1]);
        }
    }
}
