package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/** The patch embedding of ViT: one convolution whose kernel and stride are the patch. */
final class PatchStem extends Layer implements Stem {

    private final Kernel kernel;
    private final Weight weight;
    private final Weight bias;

    PatchStem(LayerContext context, int width, int patch) {
        super(context);
        kernel = kernel("patch_stem.py", Map.of("PATCH", patch));
        weight = weight("proj.weight", Init.fanIn(1), width, 3, patch, patch).pretrainedAs("patch_embed.proj.weight");
        bias = weight("proj.bias", Init.ZEROS, width).pretrainedAs("patch_embed.proj.bias");
    }

    @Override
    public int detailWidth() {
        return 0;
    }

    @Override
    public Features forward(NDArray image) {
        return new Features(run(kernel, image, weight, bias), null);
    }
}
