package glad.context.memory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.model.MemoryRows;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Remembered;
import glad.api.model.Tokens;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtcMemoryTest {

    private static final int SIDE = 4;
    private static final int WIDTH = 16;

    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = Torch.manager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static AtcMemory make(int width, int side, String options) {
        try {
            AtcMemoryFactory factory = new AtcMemoryFactory();
            return (AtcMemory) factory.create(factory.options().read("memory", new YAMLMapper().readTree("{" + options + "}")),
                    new PartInputs(128, 256, 24, 12, List.of(), width, side, side / 2, 0, 2), new PartContext(manager, Precision.FP32, 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static AtcMemory small(String options) {
        AtcMemory memory = make(WIDTH, SIDE, options);
        DetFill.fill(memory.parameters(), "");
        return memory;
    }

    static List<String> memories() {
        return Goldens.found("context", "memory(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("memories")
    void remembersAsTheOfficialNetworkDoes(String name) {
        try (Goldens goldens = Goldens.shared(name, manager)) {
            NDArray tokens = goldens.get("in.tokens");
            int width = (int) tokens.getShape().get(2);
            NDArray guided = goldens.get("in.search");
            int searchTokens = (int) guided.getShape().get(1);
            long first = tokens.getShape().get(1) - searchTokens;
            Tokens seen = new Tokens(tokens.get(":, 1:" + first), tokens.get(":, " + first + ":"), null, tokens.get(":, :1"),
                    goldens.get("in.search_positions"));
            try (AtcMemory memory = make(width, (int) Math.sqrt(searchTokens), "")) {
                LoadReport report = WeightLoader.load(goldens.file(), "w.", memory.parameters(), manager);
                assertTrue(report.missing().stream().allMatch(n -> n.startsWith("confidence_pred.")), report.summary());
                assertTrue(report.unexpected().stream().noneMatch(n -> n.startsWith("w.")), report.summary());
                NDArray alone = memory.heat.forward(seen, new NDList());
                goldens.assertClose("out.heat.alone", alone, 1e-5);
                memory.mode(Mode.TRAIN);
                goldens.assertClose("out.heat.batch", memory.heat.forward(seen, new NDList()), 1e-5);
                memory.mode(Mode.INFER);
                update(goldens, memory, seen, guided, alone);
            }
        }
    }

    private static void update(Goldens goldens, AtcMemory memory, Tokens seen, NDArray guided, NDArray heat) {
        MemoryRows rows = memory.recall(seen, new NDList(goldens.get("in.memory"), manager.zeros(new Shape(guided.getShape().get(0), 1, 1))));
        goldens.assertClose("in.memory", rows.rows(), 0);
        Goldens.assertClose("positions", Goldens.doubles(goldens.get("in.memory_positions").get("0:1")), Goldens.doubles(rows.positions()), 1e-7);
        NDArray x = rows.rows();
        for (int i = 0; i < memory.layers.size(); i++) {
            NDArray[] both = memory.layers.get(i).forward(x, guided.mul(heat), rows.positions(), seen.positions());
            goldens.assertClose("out.layer" + i + ".attended", both[1], 1e-5);
            goldens.assertClose("out.layer" + i, both[0], 1e-5);
            x = both[0];
        }
        NDArray[] updated = memory.update(seen, guided, heat, rows);
        goldens.assertClose("out.memory", updated[0], 1e-5);
        goldens.assertClose("out.token", updated[1], 1e-5);
        NDArray read = memory.read(guided, goldens.get("out.token"));
        Shape map = goldens.get("out.read.map").getShape();
        goldens.assertClose("out.read.map", read.transpose(0, 2, 1).reshape(map), 1e-4);
        NDArray weight = memory.read(manager.ones(guided.getShape()), goldens.get("out.token"));
        assertEquals(guided.getShape(), weight.getShape());
        Goldens.assertClose("out.read.weight", Goldens.doubles(guided.mul(goldens.get("out.read.weight"))), Goldens.doubles(read), 1e-4);
    }

    static List<String> confidences() {
        return Goldens.found("context", "confidence(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("confidences")
    void theConfidenceNetworkSaysWhatTheOfficialOneSays(String name) {
        try (Goldens goldens = Goldens.shared(name, manager)) {
            NDArray maps = goldens.get("in.maps");
            try (AtcMemory memory = make(48, (int) maps.getShape().get(2), "")) {
                List<Parameter> parameters = memory.parameters().stream().filter(p -> p.name().startsWith("confidence_pred.")).toList();
                LoadReport report = WeightLoader.load(goldens.file(), "w.", parameters, manager);
                assertTrue(report.missing().stream().allMatch(n -> n.endsWith("num_batches_tracked")), report.summary());
                Prediction found = new Prediction(null, null, maps.get(":, :1"), maps.get(":, 1:3"), maps.get(":, 3:"));
                goldens.assertClose("out.confidence", memory.confidence.forward(found), 1e-5);
            }
        }
    }

    /** Tokens of a frame, of which there are so many samples. */
    private static Tokens tokens(NDManager scope, int frame, int samples) {
        return new Tokens(DetFill.uniform(scope, "template", 1, samples, 8, WIDTH),
                DetFill.uniform(scope, "search" + frame, 1, samples, SIDE * SIDE, WIDTH), null,
                DetFill.uniform(scope, "class" + frame, 1, samples, 1, WIDTH), null);
    }

    private static Prediction found(NDManager scope, int samples, float confidence) {
        return new Prediction(null, scope.full(new Shape(samples), confidence),
                scope.randomUniform(0, 1, new Shape(samples, 1, SIDE, SIDE)), null, null);
    }

    private static NDList step(AtcMemory memory, NDList state, Tokens seen, Prediction found) {
        MemoryRows rows = memory.recall(seen, state);
        Remembered remembered = memory.forward(seen, seen.search(), state, rows);
        return memory.keep(state, rows, remembered, found);
    }

    @Test
    void theFirstFrameFillsTheMemoryAndLaterOnesMoveItByOne() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("length: 3")) {
            NDList state = step(memory, memory.start(1, scope), tokens(scope, 0, 1), found(scope, 1, 0.1f));
            float[] first = state.get(AtcMemory.ROWS).get("0, 0").toFloatArray();
            for (int row = 1; row < 3; row++) {
                assertArrayEquals(first, state.get(AtcMemory.ROWS).get(new NDIndex(0, row)).toFloatArray());
            }
            NDList next = step(memory, state, tokens(scope, 1, 1), found(scope, 1, 0.1f));
            assertArrayEquals(first, next.get(AtcMemory.ROWS).get("0, 1").toFloatArray());
            assertTrue(!Arrays.equals(first, next.get(AtcMemory.ROWS).get("0, 2").toFloatArray()));
        }
    }

    @Test
    void aGateKeepsUnsureFramesOutButForTheFirst() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("gate: score, gate_threshold: 0.5")) {
            NDList first = step(memory, memory.start(1, scope), tokens(scope, 0, 1), found(scope, 1, 0.1f));
            NDList unsure = step(memory, first, tokens(scope, 1, 1), found(scope, 1, 0.5f));
            assertArrayEquals(first.get(AtcMemory.ROWS).toFloatArray(), unsure.get(AtcMemory.ROWS).toFloatArray());
            NDList sure = step(memory, first, tokens(scope, 1, 1), found(scope, 1, 0.6f));
            assertTrue(!Arrays.equals(first.get(AtcMemory.ROWS).toFloatArray(), sure.get(AtcMemory.ROWS).toFloatArray()));
        }
    }

    @Test
    void aPoisonedNeighbourInABatchChangesNothing() {
        for (String heat : List.of("inverted", "score")) {
            try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("heat: " + heat)) {
                Tokens both = tokens(scope, 0, 2);
                Tokens alone = new Tokens(both.template().get("0:1"), both.search().get("0:1"), null, both.classToken().get("0:1"), null);
                Prediction found = found(scope, 2, 1);
                NDList state = new NDList(step(memory, memory.start(2, scope), both, found).stream().map(NDArray::duplicate).toList());
                for (NDArray array : state) {
                    array.set(new NDIndex("1:"), Float.NaN);
                }
                both.search().set(new NDIndex("1:"), Float.POSITIVE_INFINITY);
                NDList one = new NDList(state.stream().map(array -> array.get("0:1")).toList());
                double[] expected = Goldens.doubles(memory.forward(alone, alone.search(), one, memory.recall(alone, one)).search());
                double[] actual = Goldens.doubles(memory.forward(both, both.search(), state, memory.recall(both, state)).search().get("0:1"));
                Goldens.assertClose(heat, expected, actual, 1e-6);
            }
        }
    }

    @Test
    void aBackboneWithoutClassTokenBeginsWithTheMeanOfItsTemplates() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("")) {
            Tokens plain = tokens(scope, 0, 1);
            Tokens seen = new Tokens(plain.template(), plain.search(), null);
            NDArray rows = memory.recall(seen, memory.start(1, scope)).rows();
            Goldens.assertClose("rows", Goldens.doubles(plain.template().mean(new int[] {1})), Goldens.doubles(rows.get("0, 2")), 1e-6);
        }
    }

    @Test
    void everyKindOfHeatIsItsOwnAndScoreIsThatOfTheFrameBefore() {
        try (NDManager scope = manager.newSubManager()) {
            Tokens seen = tokens(scope, 0, 1);
            double[] inverted = heat("inverted", seen, scope);
            double[] plain = heat("plain", seen, scope);
            for (int i = 0; i < plain.length; i++) {
                assertEquals(1, inverted[i] + plain[i], 1e-5);
            }
            assertArrayEquals(new double[SIDE * SIDE], Arrays.stream(heat("none", seen, scope)).map(v -> v - 1).toArray());
            try (AtcMemory memory = small("heat: score")) {
                Prediction found = found(scope, 1, 1);
                NDList state = step(memory, memory.start(1, scope), seen, found);
                assertArrayEquals(found.score().toFloatArray(), memory.heat.forward(seen, state).toFloatArray());
            }
        }
    }

    @Test
    void ofAScoreMapFinerThanTheTokensTheBestCellOfEachCounts() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("heat: score")) {
            NDArray fine = scope.randomUniform(0, 1, new Shape(1, 1, 2 * SIDE, 2 * SIDE));
            NDList state = step(memory, memory.start(1, scope), tokens(scope, 0, 1), new Prediction(null, scope.ones(new Shape(1)), fine, null, null));
            float[] cells = fine.toFloatArray();
            float[] best = state.get(AtcMemory.SCORE).toFloatArray();
            for (int i = 0; i < SIDE * SIDE; i++) {
                int corner = 2 * (i / SIDE) * 2 * SIDE + 2 * (i % SIDE);
                float expected = Math.max(Math.max(cells[corner], cells[corner + 1]), Math.max(cells[corner + 2 * SIDE], cells[corner + 2 * SIDE + 1]));
                assertEquals(expected, best[i]);
            }
        }
    }

    private static double[] heat(String kind, Tokens seen, NDManager scope) {
        try (AtcMemory memory = small("heat: " + kind)) {
            return Goldens.doubles(memory.heat.forward(seen, memory.start(1, scope)));
        }
    }

    @Test
    void theClassTokenCanAskInTheMemorysPlace() {
        String even = "heat: none"; // heat knows the class token as well
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("query: class+memory, " + even); AtcMemory official = small(even)) {
            Tokens seen = tokens(scope, 0, 1);
            Tokens other = new Tokens(seen.template(), seen.search(), null, tokens(scope, 1, 1).classToken(), null);
            NDList kept = step(memory, memory.start(1, scope), seen, found(scope, 1, 1));
            assertTrue(!Arrays.equals(newest(memory, kept, seen), newest(memory, kept, other)));
            assertArrayEquals(newest(official, kept, seen), newest(official, kept, other));
            GladException e = assertThrows(GladException.class,
                    () -> step(memory, memory.start(1, scope), new Tokens(seen.template(), seen.search(), null), found(scope, 1, 1)));
            assertTrue(e.getMessage().contains("\"class+memory\"; expected a backbone with a class token"), e.getMessage());
        }
    }

    private static float[] newest(AtcMemory memory, NDList kept, Tokens seen) {
        return memory.forward(seen, seen.search(), kept, memory.recall(seen, kept)).token().toFloatArray();
    }

    @Test
    void withAResidualANewMemoryChangesNothingUntilItIsTrained() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = make(WIDTH, SIDE, "residual: true")) {
            Tokens seen = tokens(scope, 0, 1);
            NDList state = memory.start(1, scope);
            Remembered remembered = memory.forward(seen, seen.search(), state, memory.recall(seen, state));
            assertArrayEquals(seen.search().toFloatArray(), remembered.search().toFloatArray());
        }
    }

    @Test
    void withAResidualOnlyWhatIsPeculiarToATokenIsRemembered() {
        try (NDManager scope = manager.newSubManager(); AtcMemory memory = small("residual: true, heat: none")) {
            Tokens seen = tokens(scope, 0, 1);
            Tokens plain = new Tokens(seen.template(), seen.search(), null);
            Tokens raised = new Tokens(seen.template().add(3), seen.search().add(3), null);
            NDList kept = step(memory, memory.start(1, scope), plain, found(scope, 1, 1));
            NDList keptRaised = step(memory, memory.start(1, scope), raised, found(scope, 1, 1));
            Goldens.assertClose("rows", Goldens.doubles(kept.get(AtcMemory.ROWS)), Goldens.doubles(keptRaised.get(AtcMemory.ROWS)), 1e-4);
            Tokens other = tokens(scope, 1, 1);
            NDList keptOther = step(memory, memory.start(1, scope), new Tokens(seen.template(), other.search(), null), found(scope, 1, 1));
            assertTrue(!Arrays.equals(newest(memory, kept, plain), newest(memory, keptOther, plain)), "the memory says nothing of what was seen before");
        }
    }

    @Test
    void aShorterMemoryTakesThePublishedPlacesOfItsNewestRows() {
        try (NDManager scope = manager.newSubManager(); AtcMemory two = make(WIDTH, SIDE, "length: 2"); AtcMemory eight = make(WIDTH, SIDE, "length: 8")) {
            NDArray published = DetFill.uniform(scope, "places", 1, 4, WIDTH);
            try (NDArray adapted = two.parameters().get(0).adapt(published)) {
                assertArrayEquals(published.get("2:").toFloatArray(), adapted.toFloatArray());
            }
            assertEquals(null, eight.parameters().get(0).adapt(published));
        }
    }
}
