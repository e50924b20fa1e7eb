package glad.runtime;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.nn.Torch;
import glad.testing.Goldens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HannWindowTest {

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 24, 27})
    void isTheOfficialOne(int side) {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("boxes.safetensors", manager)) {
            goldens.assertClose("hann2d." + side,
                    manager.create(HannWindow.of(side), new Shape(1, 1, side, side)), 1e-6);
        }
    }
}
