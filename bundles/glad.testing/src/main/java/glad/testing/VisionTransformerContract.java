package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.nn.ValueTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backbone with patches of 16 pixels has to hold beyond its contract; a backbone's own test extends this. */
public abstract class VisionTransformerContract extends BackboneContract {

    /** The arrays that a test makes belong to it. */
    protected NDManager manager;

    private final String id;
    private final BackboneFactory factory;
    private final String plain;
    private final String rich;
    private final String dropping;

    /**
     * Makes the tests of one backbone. Options are the inside of a YAML flow mapping, {@code dim: 48, depth: 2}.
     *
     * @param id the backbone's, for messages
     * @param factory makes it
     * @param plain options of a small one
     * @param rich options of one with as many of its abilities as go together
     * @param dropping options of one that leaves branches out when it trains
     */
    protected VisionTransformerContract(String id, BackboneFactory factory, String plain, String rich, String dropping) {
        this.id = id;
        this.factory = factory;
        this.plain = plain;
        this.rich = rich;
        this.dropping = dropping;
    }

    @Override
    protected final BackboneFactory factory() {
        return factory;
    }

    @Override
    protected final String options() {
        return plain;
    }

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"BF16, 0.1, 1e-4", "FP16, 0.015, 1e-5"})
    void otherPrecisionsStayCloseToFp32(Precision precision, double most, double least) {
        try (Backbone exact = make(rich, 128, Precision.FP32); Backbone rough = make(rich, 128, precision)) {
            Tokens expected = forward(exact, manager);
            Tokens actual = forward(rough, manager);
            assertEquals(DataType.FLOAT32, actual.search().getDataType());
            assertEquals(DataType.FLOAT32, actual.detail().getDataType());
            Goldens.assertClose("search tokens in " + precision, Goldens.doubles(expected.search()),
                    Goldens.doubles(actual.search()), most);
            Goldens.assertClose("detail in " + precision, Goldens.doubles(expected.detail()),
                    Goldens.doubles(actual.detail()), most);
            assertTrue(distance(expected, actual) > least, precision + " really ran");
        }
    }

    @Test
    void trainingLeavesBranchesOutAtRandomAndInferenceNever() {
        try (Backbone backbone = make(dropping, 64, Precision.FP32)) {
            assertEquals(0, distance(forward(backbone, manager), forward(backbone, manager)));
            backbone.mode(Mode.TRAIN);
            double most = 0;
            for (int i = 0; i < 8; i++) {
                most = Math.max(most, distance(forward(backbone, manager), forward(backbone, manager)));
            }
            assertTrue(most > 0.01, "largest distance " + most);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aFrameLeavesNothingBehindButItsTokens(Precision precision) {
        try (Backbone backbone = make(rich, 128, precision)) {
            forward(backbone, manager);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                try (NDManager frame = manager.newSubManager()) {
                    NDArray search = frame.zeros(new Shape(1, 3, 128, 128));
                    NDArray template = backbone.embedTemplate(new Template(frame.zeros(new Shape(1, 3, 64, 64)),
                            frame.zeros(new Shape(1, 4))));
                    int given = frame.getManagedArrays().size();
                    assertEquals(4, given, "search region, template, its box and what is embedded of them");
                    Tokens tokens = backbone.forward(template, search);
                    assertSame(frame, tokens.search().getManager());
                    assertEquals(given + 3, frame.getManagedArrays().size(), "arrays of one frame");
                }
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void blocksTellTheirAttentionWhoseRowsSumToOneAndComputeTheSameBits() {
        for (String options : List.of(plain, rich)) {
            try (Backbone backbone = make(options, 128, Precision.FP32)) {
                Tokens expected = forward(backbone, manager);
                List<String> layers = new ArrayList<>();
                Tokens traced = ValueTrace.of(Set.of("attention"), (layer, name, value) -> {
                    layers.add(layer.path());
                    NDArray wrong = value.sum(new int[] {3}).sub(manager.ones(new Shape(1))).abs().max();
                    assertEquals(0, wrong.getFloat(), 1e-5, layer.path());
                }, () -> forward(backbone, manager));
                assertEquals(layers.size(), Set.copyOf(layers).size(), "each block once: " + layers);
                assertTrue(!layers.isEmpty(), "no block tells its attention");
                assertEquals(0, distance(expected, traced));
            }
        }
    }

    @Test
    void aImageOfAnotherSizeIsRefused() {
        try (Backbone backbone = make(plain, 64, Precision.FP32)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> backbone.embedTemplate(new Template(manager.zeros(new Shape(1, 3, 64, 64)), null)));
            assertTrue(e.getMessage().contains("(B, 3, 32, 32)"), e.getMessage());
        }
    }

    /** Makes a backbone with weights drawn from a fixed seed. */
    protected final Backbone make(String options, int searchSize, Precision precision) {
        try {
            JsonNode given = new YAMLMapper().readTree("{" + options + "}");
            return factory.create(factory.options().read("backbone \"" + id + "\"", given), inputs(searchSize),
                    new PartContext(manager, precision, 7));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Counts the values of all parameters of a preset. */
    protected final long count(BackboneFactory preset, int searchSize) {
        try (Backbone backbone = preset.create(preset.options().read("", null), inputs(searchSize),
                new PartContext(manager, Precision.FP32, 1))) {
            return backbone.parameters().stream().mapToLong(p -> p.shape().size()).sum();
        }
    }

    private static PartInputs inputs(int searchSize) {
        return new PartInputs(0, searchSize, 0, 0, List.of(), 0, 0, 0, 0);
    }

    /** Runs two fixed pairs of template and search region, with later templates where there are slots for them. */
    protected static Tokens forward(Backbone backbone, NDManager scope) {
        int side = 16 * backbone.searchSide();
        NDArray search = DetFill.uniform(scope, "search", 2, 2, 3, side, side);
        NDArray template = DetFill.uniform(scope, "template", 2, 2, 3, side / 2, side / 2);
        NDArray box = scope.create(new float[] {0.5f, 0.5f, 0.4f, 0.6f, 0.4f, 0.6f, 0.3f, 0.2f}, new Shape(2, 4));
        NDArray embedded = backbone.embedTemplate(new Template(template, box));
        for (int slot = 1; slot < backbone.templates(); slot++) {
            Template later = new Template(DetFill.uniform(scope, "template" + slot, 2, 2, 3, side / 2, side / 2), box);
            embedded = embedded.concat(backbone.embedTemplate(later, slot), 1);
        }
        return backbone.forward(embedded, search);
    }

    /** Returns the gradients of a sum in which each value of every output has a weight of its own. */
    protected static GradientCheck gradients(Backbone backbone) {
        backbone.mode(Mode.TRAIN);
        return new GradientCheck(backbone.parameters(), scope -> {
            Tokens tokens = forward(backbone, scope);
            NDArray sum = weighted(tokens.search(), "a").add(weighted(tokens.template(), "b"));
            return tokens.detail() == null ? sum : sum.add(weighted(tokens.detail(), "c"));
        });
    }

    private static NDArray weighted(NDArray array, String name) {
        NDArray weights = DetFill.uniform(array.getManager(), name, 1, array.getShape().getShape());
        // In float64: a sum's own rounding would drown the small differences that gradients are compared with.
        return new Kernels(array.getManager()).get(ConvolutionCheck.class, "weighted_sum.py", Map.of())
                .one(true, array, weights.toType(DataType.FLOAT64, true));
    }

    private static double distance(Tokens a, Tokens b) {
        return a.search().sub(b.search()).abs().max().getFloat();
    }

    /** Makes a template's box, (1, 4): centre x, centre y, width, height in fractions of its side. */
    protected final NDArray box(float... values) {
        return manager.create(values, new Shape(1, 4));
    }

    /** Returns a parameter by its state-dict name. */
    protected static Parameter parameter(Backbone backbone, String name) {
        return backbone.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
