package glad.backbone.itpn.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernels;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.ConvolutionCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Patch embedding and merges against float64 products, over channels that fill oneDNN's blocks of 16 and that don't. */
class ConvolutionsTest {

    @ParameterizedTest
    @EnumSource(Precision.class)
    void embeddingAndMerges(Precision precision) {
        try (NDManager manager = Torch.manager()) {
            Kernels kernels = new Kernels(manager);
            for (int batch : new int[] {1, 3}) {
                for (int width : ConvolutionCheck.WIDTHS) {
                    // A LayerNorm over one or two channels leaves nothing but their signs.
                    if (width > 2) {
                        check(manager, kernels, precision, width, 3, batch);
                    }
                }
                check(manager, kernels, precision, 12, 6, batch);
            }
        }
    }

    /** Runs a network that has no blocks between embedding and merges. */
    private static void check(NDManager manager, Kernels kernels, Precision precision, int width, int channels, int batch) {
        FastItpn.Size size = new FastItpn.Size(4 * width, 0, 0, 1, 1, 3, 1, 0, channels, false, FastItpn.Relative.NONE, 0, 32);
        try (FastItpn itpn = new FastItpn(new LayerContext(new PartContext(manager, precision, 1)), size)) {
            List<Parameter> parameters = itpn.parameters().stream()
                    .filter(p -> p.name().matches("patch_embed\\..*|blocks\\.[01]\\..*")).toList();
            ConvolutionCheck check = new ConvolutionCheck(itpn, parameters, x -> {
                Stages.Maps maps = itpn.maps(x[0]);
                return new NDArray[] {maps.middle(), maps.coarse()};
            });
            Shape image = new Shape(batch, channels, 32, 48);
            check.results(kernels, "reference_patch_merges.py", Map.of(), precision, 3, image);
            check.gradients(kernels, "reference_patch_merges.py", Map.of(), precision, 3, image);
        }
    }
}
