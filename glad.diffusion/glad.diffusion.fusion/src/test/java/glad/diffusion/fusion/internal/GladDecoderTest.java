package glad.diffusion.fusion.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.Fusion;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Tokens;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GladDecoderTest {

    private static final List<Shape> MAPS = List.of(new Shape(40, 4, 4), new Shape(40, 4, 4), new Shape(40, 2, 2));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void poolsAsTheOfficialModule() {
        try (AttentionPooling pooling = new AttentionPooling(context(Precision.FP32), MAPS.get(0), 48, 20, 24);
                Goldens goldens = Goldens.resource("pool2d_attention.safetensors", manager)) {
            DetFill.fill(pooling.parameters(), "pm.");
            goldens.assertClose("out.pool", pooling.forward(goldens.get("in.latent")), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32, out.true", "BF16, out.true_bf16pos", "NONE, out.false"})
    void decodesAsTheOfficialModule(GladDecoder.Table table, String golden) {
        try (DecoderLayer layer = layer(48, 4, 20, table);
                Goldens goldens = Goldens.resource("fusion_decoder.safetensors", manager)) {
            DetFill.fill(layer.parameters(), "fd.");
            List<NDArray> cues = layer.cues(goldens.get("in.latent"));
            goldens.assertClose(golden, layer.forward(goldens.get("in.tokens"), cues), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32, f32, 768, 320, 12", "BF16, bf16, 768, 320, 12", "FP32, f32, 1024, 720, 16",
        "BF16, bf16, 1024, 720, 16"})
    void computesPositionTablesInEitherPrecision(
            GladDecoder.Table table, String golden, int width, int tokens, int heads) {
        try (DecoderLayer layer = layer(width, heads, tokens, table);
                Goldens goldens = Goldens.resource("posemb_f32_vs_bf16.safetensors", manager)) {
            NDArray made = layer.cues(manager.zeros(new Shape(1, 1, width))).get(2);
            int[] rows = Arrays.stream(goldens.get("rows." + width).toLongArray()).mapToInt(Math::toIntExact).toArray();
            NDArray chosen = made.get(0).get(manager.create(rows));
            // Angles reach 719 rad, so one fp32 rounding of a frequency moves a sine by up to 1e-4.
            goldens.assertClose(golden + ".emb." + width, chosen, table == GladDecoder.Table.BF16 ? 0 : 1e-4);
            if (table == GladDecoder.Table.FP32) {
                goldens.assertClose("f32.inv_freq." + width,
                        parameter(layer.parameters(), "attn3.pos_embed_q.inv_freq").array(), 1e-7);
            }
        }
    }

    private DecoderLayer layer(int width, int heads, int tokens, GladDecoder.Table table) {
        return new DecoderLayer(context(Precision.FP32),
                new GladDecoder.Size(width, heads, 4 * width, 20, table, true, 0), tokens, DecoderLayer.Cross.USED);
    }

    private LayerContext context(Precision precision) {
        return new LayerContext(new PartContext(manager, precision, 3));
    }

    private static Parameter parameter(List<Parameter> parameters, String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
