package glad.diffusion.head.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.model.Head;
import glad.api.model.HeadFactory;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.api.options.Options;
import glad.nn.Kernels;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.ConvolutionCheck;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadsTest {

    private static final String NANO = "channels: 32, target_query: true, detail: true";

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
    void centerHeadComputesWhatTheOfficialOneComputes() {
        try (CenterHead head = center(48, 8, 32, 0); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            DetFill.fill(head.parameters(), "head.");
            Tokens tokens = tokens(goldens.get("in.feat"));
            Prediction plain = head.forward(tokens, null, null);
            goldens.assertClose("out.score_map", plain.score(), 1e-5);
            goldens.assertClose("out.size_map", plain.size(), 1e-5);
            goldens.assertClose("out.offset_map", plain.offset(), 1e-5);
            goldens.assertClose("out.bbox", plain.boxes(), 1e-5);
            Prediction windowed = head.forward(tokens, null, goldens.get("out.hann8"));
            goldens.assertClose("out.bbox_hann", windowed.boxes(), 1e-5);
            goldens.assertClose("out.max_score_hann", windowed.confidence().expandDims(1), 1e-5);
            goldens.assertClose("out.score_map", windowed.score(), 1e-5);
        }
    }

    @Test
    void theBestCellOfAGivenMapDecidesAndTheFirstOfEqualsWins() {
        try (CenterHead head = center(48, 8, 32, 0); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            NDArray size = goldens.get("out.size_map");
            NDArray offset = goldens.get("out.offset_map");
            goldens.assertClose("out.bbox_gtmap",
                    head.decode(goldens.get("in.gt_score").expandDims(1), size, offset, null).boxes(), 1e-6);
            goldens.assertClose("out.tie_bbox",
                    head.decode(goldens.get("in.tie_score"), size.get(":2"), offset.get(":2"), null).boxes(), 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"27, asshipped27", "0, feat24"})
    void decodesWithAnotherSideThanTheMapsWhereAsked(int side, String golden) {
        try (CenterHead head = center(48, 24, 32, side); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            NDArray score = goldens.get("in.l384.score");
            NDArray size = goldens.get("in.l384.size");
            NDArray offset = goldens.get("in.l384.offset");
            goldens.assertClose("out.l384.bbox_" + golden, head.decode(score, size, offset, null).boxes(), 1e-6);
            goldens.assertClose("out.l384.bbox_hann_" + golden, head.decode(score, size, offset, hann(24)).boxes(), 1e-6);
        }
    }

    @Test
    void cornerHeadComputesWhatTheOfficialOneComputes() {
        try (CornerHead head = new CornerHead(context(Precision.FP32), 48, 8, 32, new ConvHead.Norm(0, false));
                Goldens goldens = Goldens.resource("corner_head.safetensors", manager)) {
            DetFill.fill(head.parameters(), "head.");
            Prediction found = head.forward(tokens(goldens.get("in.feat")), null, null);
            NDArray center = found.boxes().get(":, :2");
            NDArray half = found.boxes().get(":, 2:").div(2);
            goldens.assertClose("out.box_xyxy", center.sub(half).concat(center.add(half), 1), 1e-5);
            for (String corner : List.of("out.score_tl", "out.score_br")) {
                NDArray softmax = goldens.get(corner).reshape(3, 64).softmax(1).reshape(3, 1, 8, 8);
                Goldens.assertClose("softmax of " + corner, Goldens.doubles(softmax),
                        Goldens.doubles(found.score().get(corner.endsWith("tl") ? ":, :1" : ":, 1:")), 1e-6);
            }
            assertEquals(new Shape(3, 2, 8, 8), found.score().getShape());
        }
    }

    @Test
    void theScoreMapIsAsFineAsTheDetailMap() {
        try (Head head = center(NANO, Precision.FP32)) {
            assertEquals(8, head.mapSide());
            Prediction found = predict(head, manager);
            assertEquals(new Shape(2, 1, 8, 8), found.score().getShape());
            assertEquals(new Shape(2, 2, 8, 8), found.size().getShape());
            assertEquals(new Shape(2, 4), found.boxes().getShape());
            assertEquals(new Shape(2), found.confidence().getShape());
        }
        try (Head head = center("channels: 32", Precision.FP32)) {
            assertEquals(4, head.mapSide());
        }
    }

    @Test
    void theTargetQueryIsTheMeanOfTheTokensThatTheTargetCovers() {
        try (Head head = center("channels: 32, target_query: true", Precision.FP32)) {
            NDArray search = DetFill.uniform(manager, "search", 2, 2, 16, 48);
            NDArray template = DetFill.uniform(manager, "template", 2, 2, 4, 48);
            NDArray topLeft = boxes(0.25f, 0.25f, 0.5f, 0.5f);
            NDArray changedOutside = template.duplicate();
            changedOutside.set(new NDIndex(":, 1:"), changedOutside.get(":, 1:").mul(-3));
            NDArray before = head.forward(new Tokens(template, search, null), topLeft, null).offset();
            assertEquals(before, head.forward(new Tokens(changedOutside, search, null), topLeft, null).offset());
            NDArray moved = head.forward(new Tokens(template, search, null), boxes(0.75f, 0.25f, 0.5f, 0.5f), null).offset();
            assertTrue(moved.sub(before).abs().max().getFloat() > 1e-3);
        }
    }

    @Test
    void trainingNormalisesByTheBatchAndUpdatesTheStoredStatistics() {
        try (Head head = center("channels: 32", Precision.FP32)) {
            Parameter mean = parameter(head, "conv1_ctr.1.running_mean");
            Parameter variance = parameter(head, "conv1_ctr.1.running_var");
            Parameter batches = parameter(head, "conv1_ctr.1.num_batches_tracked");
            float[] maps = conv(head).toFloatArray();
            double m = 0;
            double v = 0;
            for (float value : maps) {
                m += value / maps.length;
            }
            for (float value : maps) {
                v += (value - m) * (value - m) / (maps.length - 1);
            }
            head.mode(Mode.TRAIN);
            predict(head, manager);
            assertEquals(0.1 * m, mean.array().getFloat(0), 1e-6);
            assertEquals(0.9 + 0.1 * v, variance.array().getFloat(0), 1e-5);
            predict(head, manager);
            assertEquals(2, batches.array().getFloat());
            float[] stored = mean.array().toFloatArray();
            head.mode(Mode.INFER);
            predict(head, manager);
            assertArrayEquals(stored, mean.array().toFloatArray());
        }
    }

    /** Returns channel 0 of the first convolution of the score branch over {@link #predict}'s search tokens. */
    private NDArray conv(Head head) {
        NDArray weight = parameter(head, "conv1_ctr.0.weight").array().get(":1");
        NDArray map = tokens(manager).search().transpose(0, 2, 1).reshape(2, 48, 4, 4);
        return ConvolutionCheck.convolve(new Kernels(manager), map, weight, manager.zeros(new Shape(1)), 1, 1);
    }

    @Test
    void theScoreStartsLow() {
        try (Head head = center("channels: 32", Precision.FP32)) {
            assertEquals(0.1, predict(head, manager).score().mean().getFloat(), 0.08);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"channels: 32; BF16; 0.02", NANO + "; BF16; 0.02", "corner; BF16; 0.02",
        "channels: 32; FP16; 0.0025", NANO + "; FP16; 0.0025", "corner; FP16; 0.0025"})
    void otherPrecisionsStayCloseToFp32(String options, Precision precision, double most) {
        try (Head exact = any(options, Precision.FP32); Head rough = any(options, precision)) {
            Prediction expected = predict(exact, manager);
            Prediction actual = predict(rough, manager);
            Goldens.assertClose("score in " + precision, Goldens.doubles(expected.score()), Goldens.doubles(actual.score()), most);
            rough.mode(Mode.TRAIN);
            assertTrue(Double.isFinite(predict(rough, manager).score().sum().getFloat()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channels: 32", NANO, "corner"})
    void gradientsAgreeWithDifferences(String options) {
        try (Head head = any(options, Precision.FP32)) {
            head.mode(Mode.TRAIN);
            GradientCheck check = new GradientCheck(head.parameters(), scope -> {
                Prediction found = predict(head, scope);
                NDArray loss = weighted(found.score(), "a").add(weighted(found.boxes(), "b"));
                return found.size() == null ? loss.mul(100)
                        : loss.add(weighted(found.size(), "c")).add(weighted(found.offset(), "d"));
            });
            String branch = options.equals("corner") ? "tl" : "ctr";
            check.agreesWithDifferences("conv4_" + branch + ".0.weight", 1e-3, 0.02);
            check.agreesWithDifferences("conv5_" + branch + ".weight", 1e-2, 0.02);
            if (options.equals(NANO)) {
                check.agreesWithDifferences("query.weight", 1e-3, 0.02);
                check.agreesWithDifferences("detail.weight", 1e-3, 0.02);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aFrameLeavesNothingBehindButItsPrediction(Precision precision) {
        try (Head head = center(NANO, precision)) {
            predict(head, manager);
            NDArray window = hann(8);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                try (NDManager frame = manager.newSubManager()) {
                    Tokens tokens = tokens(frame);
                    int given = frame.getManagedArrays().size();
                    NDArray box = frame.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f}, new Shape(2, 4));
                    assertSame(frame, head.forward(tokens, box, window).boxes().getManager());
                    assertEquals(given + 1 + 5, frame.getManagedArrays().size(), "arrays of one frame");
                }
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void evidenceAddsToTheScoresLogitAndNoneOfItChangesNoBit() {
        try (Head head = center(NANO, Precision.FP32)) {
            Prediction plain = predict(head, manager);
            Prediction none = told(head, manager.zeros(new Shape(2, 2, 16)));
            assertArrayEquals(plain.score().toFloatArray(), none.score().toFloatArray());
            assertArrayEquals(plain.boxes().toFloatArray(), none.boxes().toFloatArray());
            Prediction told = told(head, manager.full(new Shape(2, 2, 16), 1.5f));
            float[] before = plain.score().toFloatArray();
            float[] after = told.score().toFloatArray();
            for (int i = 0; i < before.length; i++) {
                assertEquals(Math.log(before[i] / (1 - before[i])) + 1.5, Math.log(after[i] / (1 - after[i])), 1e-4);
            }
            assertEquals(new Shape(2, 2, 8, 8), told.evidence().getShape());
        }
    }

    @Test
    void evidenceForOneTokenMovesTheBoxThere() {
        try (Head head = center(NANO, Precision.FP32)) {
            NDArray evidence = manager.zeros(new Shape(2, 2, 16));
            evidence.set(new NDIndex("1, 1, 13"), 30);
            Prediction told = told(head, evidence);
            int cell = (int) told.score().get("1").flatten().argMax().getLong();
            assertEquals(13, cell / 8 / 2 * 4 + cell % 8 / 2);
            assertArrayEquals(predict(head, manager).boxes().get("0").toFloatArray(), told.boxes().get("0").toFloatArray());
        }
    }

    /** What a fixed head is there for: gradients of what comes in, while it normalises by its statistics and keeps them. */
    @Test
    void aFixedHeadPassesGradientsOfEvidenceAndKeepsItsStatistics() {
        try (Head head = center(NANO, Precision.FP32); NDManager scope = manager.newSubManager()) {
            float[] expected = predict(head, scope).score().toFloatArray();
            List<float[]> before = head.parameters().stream().map(p -> p.array().toFloatArray()).toList();
            head.mode(Mode.FIXED);
            NDArray evidence = scope.zeros(new Shape(2, 2, 16));
            evidence.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Prediction told = told(head, evidence);
                assertArrayEquals(expected, told.score().toFloatArray(), 1e-5f);
                collector.backward(told.score().sum());
            }
            assertTrue(evidence.getGradient().get(":, 1").min().getFloat() > 0);
            for (int i = 0; i < before.size(); i++) {
                assertArrayEquals(before.get(i), head.parameters().get(i).array().toFloatArray());
            }
        }
    }

    @Test
    void headsWithoutAScoreOfCentresRefuseEvidence() {
        try (Head head = any("corner", Precision.FP32)) {
            GladException e = assertThrows(GladException.class, () -> told(head, manager.zeros(new Shape(2, 2, 16))));
            assertTrue(e.getMessage().contains("head \"corner\"") && e.getMessage().contains("choose the head \"center\""), e.getMessage());
        }
    }

    private Prediction told(Head head, NDArray evidence) {
        NDArray box = manager.create(new float[] {0.3f, 0.4f, 0.5f, 0.5f, 0.6f, 0.5f, 0.5f, 0.3f}, new Shape(2, 4));
        return head.forward(tokens(evidence.getManager()).withEvidence(evidence), box, null);
    }

    @Test
    void contradictingOptionsAreRefused() {
        GladException odd = assertThrows(GladException.class, () -> center("channels: 100", Precision.FP32));
        assertTrue(odd.getMessage().contains("\"100\"; expected a multiple of 8"), odd.getMessage());
        GladException coarse = assertThrows(GladException.class, () -> new CenterHeadFactory().create(
                options(new CenterHeadFactory(), "detail: true"), new PartInputs(128, 64, 0, 0, List.of(), 48, 4, 2, 0),
                new PartContext(manager, Precision.FP32, 1)));
        assertTrue(coarse.getMessage().contains("gives no finer map; choose"), coarse.getMessage());
    }

    private Prediction predict(Head head, NDManager scope) {
        return head.forward(tokens(scope),
                scope.create(new float[] {0.3f, 0.4f, 0.5f, 0.5f, 0.6f, 0.5f, 0.5f, 0.3f}, new Shape(2, 4)), null);
    }

    private static Tokens tokens(NDManager scope) {
        return new Tokens(DetFill.uniform(scope, "template", 2, 2, 4, 48), DetFill.uniform(scope, "search", 2, 2, 16, 48),
                DetFill.uniform(scope, "detail", 2, 2, 24, 8, 8));
    }

    private static NDArray weighted(NDArray array, String name) {
        return array.mul(DetFill.uniform(array.getManager(), name, 1, array.getShape().getShape())).sum();
    }

    private NDArray boxes(float... box) {
        return manager.create(box, new Shape(1, 4)).tile(new long[] {2, 1});
    }

    private static Parameter parameter(Head head, String name) {
        return head.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private Head any(String options, Precision precision) {
        if (!options.equals("corner")) {
            return center(options, precision);
        }
        CornerHeadFactory factory = new CornerHeadFactory();
        return factory.create(options(factory, "channels: 32"), inputs(), new PartContext(manager, precision, 7));
    }

    private Head center(String options, Precision precision) {
        CenterHeadFactory factory = new CenterHeadFactory();
        return factory.create(options(factory, options), inputs(), new PartContext(manager, precision, 7));
    }

    private static Options options(HeadFactory factory, String given) {
        try {
            return factory.options().read("head \"center\"", new YAMLMapper().readTree("{" + given + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static PartInputs inputs() {
        return new PartInputs(128, 64, 0, 0, List.of(), 48, 4, 2, 24);
    }

    private CenterHead center(int width, int side, int channels, int decodeSide) {
        return new CenterHead(context(Precision.FP32),
                new CenterHead.Size(width, side, side / 2, channels, decodeSide, false, 0, new ConvHead.Norm(0, false)));
    }

    /** The tracker's window: a Hann window of side + 2 points without its zero ends, in both directions. */
    private NDArray hann(int side) {
        float[] values = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                values[y * side + x] = (float) (0.25 * (1 - Math.cos(2 * Math.PI * (x + 1) / (side + 1)))
                        * (1 - Math.cos(2 * Math.PI * (y + 1) / (side + 1))));
            }
        }
        return manager.create(values, new Shape(1, 1, side, side));
    }

    private static Tokens tokens(NDArray map) {
        return new Tokens(null, map.reshape(map.getShape().get(0), map.getShape().get(1), -1).transpose(0, 2, 1), null);
    }

    private LayerContext context(Precision precision) {
        return new LayerContext(new PartContext(manager, precision, 3));
    }
}
