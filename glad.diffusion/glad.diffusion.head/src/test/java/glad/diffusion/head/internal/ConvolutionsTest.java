package glad.diffusion.head.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.BoundKernel;
import glad.nn.Kernels;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.ConvolutionCheck;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The heads' branches against float64 products, over channels that fill oneDNN's blocks of 16 and that don't. */
class ConvolutionsTest {

    /** One branch by itself. */
    private static final class Lone extends ConvHead {

        private final BoundKernel branch;

        Lone(LayerContext context, int in, int channels, int out) {
            super(context, new Norm(0, false));
            branch = branch("ctr", in, channels, out, 0, false);
        }

        NDArray[] forward(NDArray[] inputs) {
            return new NDArray[] {forward(branch, inputs[0])};
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void branches(Precision precision) {
        try (NDManager manager = Torch.manager()) {
            Kernels kernels = new Kernels(manager);
            for (int batch : new int[] {1, 3}) {
                for (int in : ConvolutionCheck.WIDTHS) {
                    check(manager, kernels, precision, in, 24, batch);
                }
                for (int channels : new int[] {8, 40, 128}) {
                    check(manager, kernels, precision, 20, channels, batch);
                }
            }
        }
    }

    private static void check(NDManager manager, Kernels kernels, Precision precision, int in, int channels, int batch) {
        try (Lone head = new Lone(new LayerContext(new PartContext(manager, precision, 1)), in, channels, 2)) {
            ConvolutionCheck check = new ConvolutionCheck(head, head::forward);
            Shape map = new Shape(batch, in, 6, 6);
            check.results(kernels, "reference_branch.py", Map.of("TRAIN", false), precision, 5, map);
            check.gradients(kernels, "reference_branch.py", Map.of("TRAIN", true), precision, 5, map);
        }
    }
}
