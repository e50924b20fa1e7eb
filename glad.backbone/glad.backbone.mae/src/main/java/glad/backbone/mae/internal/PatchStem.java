package glad.backbone.mae.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** The patch embedding of ViT: one convolution whose kernel and stride are the patch. */
final class PatchStem extends Layer implements Stem {

    private final BoundKernel kernel;

    PatchStem(LayerContext context, int width, int patch) {
        super(context);
        kernel = kernel("patch_stem.py", Map.of("PATCH", patch), Map.ofEntries(
                entry("w", weight("proj.weight", Init.fanIn(1), width, 3, patch, patch).pretrainedAs("patch_embed.proj.weight")),
                entry("b", weight("proj.bias", Init.ZEROS, width).pretrainedAs("patch_embed.proj.bias"))), "image");
    }

    @Override
    public int detailWidth() {
        return 0;
    }

    @Override
    public Features forward(NDArray image) {
        return new Features(run(kernel, image), null);
    }
}
