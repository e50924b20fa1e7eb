package glad.diffusion.fusion.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
import glad.testing.GradientCheck;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    @Test
    void declaresEveryNameOfPublishedWeightsAndTrainsOnlyThoseItUses() {
        try (Fusion fusion = make("heads: 4, unused_text_width: 24", MAPS, Precision.FP32);
                Fusion lean = make("heads: 4, unused_weights: false", MAPS, Precision.FP32)) {
            List<String> names = fusion.parameters().stream().map(Parameter::name).toList();
            assertEquals(3 * 28 + 3 * 20 + 2, names.size());
            assertEquals("pm.0.pos_embed", names.get(0));
            assertTrue(names.containsAll(List.of("pm.2.norm_latent.bias", "fd.2.attn3.pos_embed_k.inv_freq",
                    "norm_output.weight")), names.toString());
            Parameter unused = parameter(fusion.parameters(), "pm.1.cross_attention_text.to_k.weight");
            assertEquals(new Shape(48, 24), unused.shape());
            assertFalse(unused.learned());
            assertEquals(names.size() - 3 * 20, lean.parameters().size());
        }
    }

    @Test
    void fusesMapsIntoTheTokensAndRunsWithoutThem() {
        try (Fusion fusion = make("heads: 4", MAPS, Precision.FP32)) {
            Tokens with = fuse(fusion, manager, true);
            Tokens without = fuse(fusion, manager, false);
            assertEquals(new Shape(2, 4, 48), with.template().getShape());
            assertEquals(new Shape(2, 16, 48), with.search().getShape());
            assertTrue(with.search().sub(without.search()).abs().max().getFloat() > 0.01);
        }
        try (Fusion forWords = make("heads: 4, pooled: false", MAPS, Precision.FP32)) {
            assertTrue(forWords.cues(maps(manager)).isEmpty());
            assertArrayEquals(fuse(forWords, manager, false).search().toFloatArray(), fuse(forWords, manager, true).search().toFloatArray());
        }
        try (Fusion off = make("heads: 4, layers: 2, unused_weights: false", List.of(), Precision.FP32)) {
            assertEquals(new Shape(2, 16, 48), fuse(off, manager, false).search().getShape());
            List<String> names = off.parameters().stream().map(Parameter::name).toList();
            assertTrue(names.contains("fd.1.mlp.fc2.bias") && !names.contains("fd.0.attn3.to_q.weight"), names.toString());
        }
        try (Fusion off = make("heads: 4", List.of(), Precision.FP32)) {
            assertFalse(parameter(off.parameters(), "fd.2.attn3.to_q.weight").learned());
        }
    }

    @Test
    void withoutTheScrambleTokensGetTheirOwnCrossAttention() {
        try (Fusion fusion = make("heads: 4, scramble: false", MAPS, Precision.FP32);
                Fusion official = make("heads: 4", MAPS, Precision.FP32)) {
            assertTrue(fuse(fusion, manager, true).search().sub(fuse(official, manager, true).search())
                    .abs().max().getFloat() > 0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({"BF16, 0.1", "FP16, 0.015"})
    void otherPrecisionsStayCloseToFp32(Precision precision, double most) {
        try (Fusion exact = make("heads: 4", MAPS, Precision.FP32); Fusion rough = make("heads: 4", MAPS, precision)) {
            Goldens.assertClose("search tokens in " + precision, Goldens.doubles(fuse(exact, manager, true).search()),
                    Goldens.doubles(fuse(rough, manager, true).search()), most);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsAgreeWithDifferences(boolean cues) {
        try (Fusion fusion = make("heads: 4", cues ? MAPS : List.of(), Precision.FP32)) {
            fusion.mode(Mode.TRAIN);
            GradientCheck check = new GradientCheck(fusion.parameters(), scope -> {
                Tokens tokens = fuse(fusion, scope, cues);
                return weighted(tokens.search(), "a").add(weighted(tokens.template(), "b"));
            });
            check.reachesEveryParameter();
            check.agreesWithDifferences("fd.1.attn1.qkv.weight", 1e-2, 0.02);
            if (cues) {
                check.agreesWithDifferences("fd.0.attn3.to_k.weight", 1e-2, 0.02);
                check.agreesWithDifferences("pm.2.pos_embed", 1e-2, 0.02);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aFrameLeavesNothingBehindButItsTokens(Precision precision) {
        try (Fusion fusion = make("heads: 4", MAPS, precision)) {
            NDList cues = fusion.cues(maps(manager));
            fuse(fusion, manager, true);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                try (NDManager frame = manager.newSubManager()) {
                    Tokens tokens = tokens(frame);
                    int given = frame.getManagedArrays().size();
                    assertSame(frame, fusion.forward(tokens, cues).search().getManager());
                    assertEquals(given + 2, frame.getManagedArrays().size(), "arrays of one frame");
                }
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "heads: 5; option \"heads\" of fusion \"glad-decoder\" is \"5\"; 48",
        "heads: 4, pool_heads: 7; option \"pool_heads\" of fusion \"glad-decoder\" is \"7\"; 40 channels"})
    void contradictingOptionsAreRefused(String options, String start, String expectation) {
        GladException e = assertThrows(GladException.class, () -> make(options, MAPS, Precision.FP32));
        assertTrue(e.getMessage().startsWith(start) && e.getMessage().contains(expectation), e.getMessage());
    }

    @Test
    void cuesOfAnotherFusionAreRefused() {
        try (Fusion fusion = make("heads: 4", MAPS, Precision.FP32)) {
            assertThrows(IllegalArgumentException.class, () -> fusion.cues(new NDList(manager.zeros(MAPS.get(0)))));
            NDList strange = new NDList(manager.zeros(new Shape(1, 4, 48)));
            assertThrows(IllegalArgumentException.class, () -> fusion.forward(tokens(manager), strange));
        }
    }

    private static Tokens fuse(Fusion fusion, NDManager scope, boolean cues) {
        return fusion.forward(tokens(scope), fusion.cues(cues ? maps(scope) : new NDList()));
    }

    private static Tokens tokens(NDManager scope) {
        return new Tokens(DetFill.uniform(scope, "template", 2, 2, 4, 48), DetFill.uniform(scope, "search", 2, 2, 16, 48),
                null);
    }

    private static NDList maps(NDManager scope) {
        NDList maps = new NDList();
        for (Shape map : MAPS) {
            maps.add(DetFill.uniform(scope, "map" + maps.size(), 2, 2, map.get(0), map.get(1), map.get(2)));
        }
        return maps;
    }

    private static NDArray weighted(NDArray array, String name) {
        return array.mul(DetFill.uniform(array.getManager(), name, 1, array.getShape().getShape())).sum();
    }

    private Fusion make(String options, List<Shape> maps, Precision precision) {
        GladDecoderFactory factory = new GladDecoderFactory();
        try {
            JsonNode given = new YAMLMapper().readTree("{" + options + "}");
            return factory.create(factory.options().read("fusion \"glad-decoder\"", given), inputs(maps),
                    new PartContext(manager, precision, 7));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static PartInputs inputs(List<Shape> maps) {
        return new PartInputs(128, 64, 32, 77, maps, 48, 4, 2, 0);
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
