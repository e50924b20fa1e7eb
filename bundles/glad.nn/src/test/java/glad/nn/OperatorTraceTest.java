package glad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorTraceTest {

    @Test
    void countsTheMultiplyAddsOfProductsConvolutionsAndAttention() {
        try (NDManager manager = Torch.manager()) {
            Kernel kernel = new Kernels(manager)
                    .get(OperatorTraceTest.class, "counted.py", Map.of("ONEDNN", Torch.oneDnn()));
            NDArray[] in = {manager.ones(new Shape(2, 3, 16, 16)), manager.ones(new Shape(8, 3, 3, 3)),
                manager.ones(new Shape(16, 8, 3, 3)), manager.ones(new Shape(32, 16)), manager.ones(new Shape(32))};
            kernel.one(false, in);
            OperatorTrace trace = OperatorTrace.of(() -> kernel.one(false, in));
            long strided = 2L * 8 * 8 * 8 * 27;
            long unpadded = 2L * 16 * 6 * 6 * 72;
            long linear = 2L * 36 * 16 * 32;
            long attention = 2L * 2 * 36 * 36 * 32;
            assertEquals(strided + unpadded + linear + attention, trace.multiplyAdds());
        }
    }
}
