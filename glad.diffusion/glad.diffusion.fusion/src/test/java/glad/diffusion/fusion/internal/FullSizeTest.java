package glad.diffusion.fusion.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.api.model.Tokens;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fusion of every published size that the shared goldens hold: pooling, each decoder layer, the last norm. That the whole of it gives
 * the official tokens is tested always, in {@code OfficialParityTest} of glad.experiment; this says where they part.
 */
@Tag("full-size")
class FullSizeTest {

    private static final List<Shape> MAPS =
            List.of(new Shape(1280, 16, 16), new Shape(1280, 16, 16), new Shape(1280, 8, 8));
    private static final int HEAD_WIDTH = 64;

    static List<String> files() {
        return Goldens.found("full", "glad_[A-Z]+[0-9]+\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStepGivesTheOfficialTokens(String file) {
        try (NDManager manager = Torch.manager(); Goldens g = Goldens.shared(file, manager)) {
            NDArray template = g.get("out.enc_template");
            NDArray search = g.get("out.enc_search");
            check(manager, g, template, search, GladDecoder.Table.FP32, "out.");
            check(manager, g, template, search, GladDecoder.Table.BF16, "out.bf16pos.");
        }
    }

    private static void check(NDManager manager, Goldens g, NDArray template, NDArray search, GladDecoder.Table table,
            String golden) {
        int width = (int) template.getShape().get(2);
        GladDecoder.Size size = new GladDecoder.Size(width, width / HEAD_WIDTH, 4 * width, 20, table, true, 512);
        try (GladDecoder fusion = new GladDecoder(
                new LayerContext(new PartContext(manager, Precision.FP32, 1)), size, MAPS, 0,
                (int) template.getShape().get(1), (int) search.getShape().get(1));
                NDManager scope = manager.newSubManager()) {
            DetFill.fill(fusion.parameters(), "");
            NDList maps = new NDList();
            NDArray x = NDArrays.concat(new NDList(template, search), 1);
            for (int i = 0; i < MAPS.size(); i++) {
                Shape map = MAPS.get(i);
                maps.add(DetFill.uniform(scope, "input.unet_latent" + i, 2, 1, map.get(0), map.get(1), map.get(2)));
                NDArray pooled = fusion.poolings.get(i).forward(maps.get(i));
                g.assertMatches("out.pooled" + i, pooled, 2e-4);
                x = fusion.layers.get(i).forward(x, fusion.layers.get(i).cues(pooled));
                g.assertMatches(golden + "fd" + i, x, 2e-4);
            }
            Tokens tokens = fusion.forward(new Tokens(template, search, null), fusion.cues(maps));
            if (table == GladDecoder.Table.FP32) {
                g.assertMatches("out.norm_output",
                        NDArrays.concat(new NDList(tokens.template(), tokens.search()), 1), 2e-4);
            }
        }
    }
}
