package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.nn.Torch;
import glad.nn.weights.TensorInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The weights that come with the goldens are those that {@link DetFill} makes, so that tests may take either. */
class GoldenWeightsTest {

    /** Filled by a rule of their own. */
    private static final Set<String> OTHER =
            Set.of("template_background_token", "template_foreground_token", "search_token");

    static List<String> files() {
        return Goldens.found("tiny", ".*\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("files")
    void shippedWeightsAreTheDeterministicOnes(String file) {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.shared(file, manager)) {
            boolean all = file.contains("weights");
            for (TensorInfo tensor : goldens.file().tensors().values()) {
                String name = tensor.name().replaceFirst("^(w|orig)\\.", "");
                double[] kind = all || !name.equals(tensor.name()) ? DetFill.kind(name, tensor.shape()) : null;
                if (kind != null && !OTHER.contains(name)) {
                    try (NDArray shipped = goldens.get(tensor.name())) {
                        float[] made = DetFill.uniform(name, tensor.shape(), kind[0], kind[1]);
                        float[] found = shipped.toFloatArray();
                        for (int i = 0; i < made.length; i++) {
                            assertEquals(made[i], found[i], tensor.name() + " at " + i);
                        }
                    }
                }
            }
        }
    }
}
