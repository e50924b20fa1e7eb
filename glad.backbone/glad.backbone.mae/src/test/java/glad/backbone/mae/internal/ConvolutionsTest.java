package glad.backbone.mae.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernels;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.ConvolutionCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both stems against float64 products, over channels that fill oneDNN's blocks of 16 and that don't. */
class ConvolutionsTest {

    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        kernels = new Kernels(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void patchEmbeddings(Precision precision) {
        for (int width : ConvolutionCheck.WIDTHS) {
            for (int batch : new int[] {1, 3}) {
                try (PatchStem stem = new PatchStem(context(precision), width, 16)) {
                    check(stem, stem, precision, 1, "reference_conv.py",
                            Map.of("STRIDE", 16, "PADDING", List.of(0, 0, 0, 0)), new Shape(batch, 3, 48, 48));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void convolutionalStems(Precision precision) {
        for (int batch : new int[] {1, 3}) {
            for (int width : ConvolutionCheck.WIDTHS) {
                convolutionalStem(precision, List.of(8, 24, 40), width, batch);
            }
            convolutionalStem(precision, List.of(16, 40, 8), 20, batch);
            convolutionalStem(precision, List.of(32, 64, 96), 192, batch);
        }
    }

    private void convolutionalStem(Precision precision, List<Integer> channels, int width, int batch) {
        try (ConvStem stem = new ConvStem(context(precision), channels, width)) {
            check(stem, stem, precision, 4, "reference_conv_stem.py", Map.of(), new Shape(batch, 3, 64, 64));
        }
    }

    private void check(Layer layer, Stem stem, Precision precision, int depth, String reference, Map<String, ?> constants,
            Shape image) {
        ConvolutionCheck check = new ConvolutionCheck(layer, x -> {
            Stem.Features features = stem.forward(x[0]);
            return features.detail() == null ? new NDArray[] {features.map()}
                    : new NDArray[] {features.map(), features.detail()};
        });
        check.results(kernels, reference, constants, precision, depth, image);
        check.gradients(kernels, reference, constants, precision, depth, image);
    }

    private LayerContext context(Precision precision) {
        return new LayerContext(new PartContext(manager, precision, 1));
    }
}
