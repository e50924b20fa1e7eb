package glad.context.words.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.model.MemoryRows;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
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

class AtcWordsTest {

    private static final int TEXT_WIDTH = 768;

    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = Torch.manager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static AtcWords make(int textWidth, int width, String options) {
        try {
            AtcWordsFactory factory = new AtcWordsFactory();
            return (AtcWords) factory.create(factory.options().read("words", new YAMLMapper().readTree("{" + options + "}")),
                    new PartInputs(128, 256, textWidth, 12, List.of(), width, 16, 8, 0, 2), new PartContext(manager, Precision.FP32, 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes the part with a golden's weights, as far as the file has some. */
    private static AtcWords make(Goldens goldens, int width, String options) {
        AtcWords words = make(TEXT_WIDTH, width, options);
        LoadReport report = WeightLoader.load(goldens.file(), "w.", words.parameters(), manager);
        assertTrue(!report.loaded().isEmpty() && report.unexpected().stream().noneMatch(n -> n.startsWith("w.") && !n.startsWith("w.dy_")),
                report.summary());
        return words;
    }

    private static int width(Goldens goldens, String name) {
        return (int) goldens.get(name).getShape().get(2);
    }

    private static NDArray visible(Goldens goldens) {
        return goldens.get("in.padding").toType(DataType.FLOAT32, false).sub(1).neg();
    }

    static List<String> targetWords() {
        return Goldens.found("context", "target_words(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("targetWords")
    void tellsTargetWordsFromOthersAsTheOfficialNetworkDoes(String name) {
        try (Goldens goldens = Goldens.shared(name, manager);
                AtcWords words = make(goldens, width(goldens, "out.text"), "")) {
            NDArray[] found = words.target.forward(goldens.get("in.text_states"));
            goldens.assertClose("out.text", found[0], 1e-5);
            goldens.assertClose("out.probability", found[1], 1e-5);
            goldens.assertClose("out.subject", found[2], 1e-5);
        }
    }

    static List<String> textPositions() {
        return Goldens.found("context", "text_positions(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("textPositions")
    void positionsFollowFromTheNumberOfRealTokens(String name) {
        try (Goldens goldens = Goldens.shared(name, manager)) {
            List<String> widths = goldens.file().tensors().keySet().stream().filter(n -> n.matches("out\\.\\d+")).toList();
            assertEquals(2, widths.size());
            for (String width : widths) {
                try (AtcWords words = make(TEXT_WIDTH, Integer.parseInt(width.substring(4)), "")) {
                    goldens.assertClose(width, words.positions(visible(goldens))[0], 1e-5);
                }
            }
        }
    }

    static List<String> contextWords() {
        return Goldens.found("context", "context_words(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("contextWords")
    void calibratesWordsWithTheMemoryHiddenOrSeen(String name) {
        try (Goldens goldens = Goldens.shared(name, manager);
                AtcWords words = make(goldens, width(goldens, "in.words"), "memory: seen")) {
            NDArray visible = visible(goldens);
            NDArray positions = words.positions(visible)[0];
            goldens.assertClose("out.word_positions", positions, 1e-5);
            NDList cues = new NDList(goldens.get("in.words"), goldens.get("in.subject"), visible, positions);
            NDArray places = goldens.get("out.memory_positions").get("0:1");
            for (String tag : List.of("", "other_memory.")) {
                NDArray rows = goldens.get("in." + tag + "memory");
                layers(goldens, words, tag, rows, places, cues);
                goldens.assertClose("out." + tag + "words", words.calibrate(cues, null), 1e-5);
                goldens.assertClose("out." + tag + "seen.words", words.calibrate(cues, new MemoryRows(rows, places)), 1e-5);
            }
        }
    }

    /** Layer by layer with the memory's rows among the keys, hidden by the mask or not. */
    private static void layers(Goldens goldens, AtcWords words, String tag, NDArray rows, NDArray places, NDList cues) {
        NDArray keyPlaces = cues.get(3).concat(goldens.get("out.memory_positions"), 1);
        Shape shape = new Shape(rows.getShape().get(0), rows.getShape().get(1));
        for (String see : List.of("", "seen.")) {
            NDArray visible = cues.get(2).concat(see.isEmpty() ? manager.zeros(shape) : manager.ones(shape), 1);
            NDArray[] both = {cues.get(0), cues.get(1).concat(rows, 1)};
            for (int i = 0; i < words.calibration.size(); i++) {
                both = words.calibration.get(i).forward(both[0], both[1], cues.get(3), keyPlaces, visible);
                goldens.assertClose("out." + tag + see + "layer" + i + ".words", both[0], 1e-5);
                goldens.assertClose("out." + tag + see + "layer" + i + ".keys", both[1], 1e-5);
            }
        }
    }

    static List<String> textGuidance() {
        return Goldens.found("context", "text_guidance(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("textGuidance")
    void guidesSearchTokensByTheirProductWithWhatTheyFind(String name) {
        try (Goldens goldens = Goldens.shared(name, manager);
                AtcWords words = make(goldens, width(goldens, "in.search"), "")) {
            NDArray search = goldens.get("in.search");
            NDArray x = search;
            for (int i = 0; i < words.guidance.size(); i++) {
                GuidanceLayer layer = words.guidance.get(i);
                NDArray[] keys = layer.keys(goldens.get("in.words"), goldens.get("in.word_positions"));
                NDArray one = manager.ones(search.getShape());
                goldens.assertClose("out.layer" + i + ".attention",
                        layer.forward(x, one, goldens.get("in.search_positions"), keys, visible(goldens)), 1e-5);
                x = layer.forward(x, search, goldens.get("in.search_positions"), keys, visible(goldens));
            }
            goldens.assertClose("out.search", x, 1e-5);
        }
    }

    @Test
    void withTheMemoryHiddenItChangesNothingAndSeenItDoes() {
        for (String memory : List.of("hidden", "seen")) {
            try (NDManager scope = manager.newSubManager(); AtcWords words = make(24, 16, "memory: " + memory)) {
                DetFill.fill(words.parameters(), "");
                Tokens tokens = new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, 16), DetFill.uniform(scope, "search", 1, 2, 16, 16), null);
                WordCues cues = words.cues(text(scope, 5, 24));
                float[] one = words.forward(tokens, cues, rows(scope, "one")).toFloatArray();
                float[] other = words.forward(tokens, cues, rows(scope, "other")).toFloatArray();
                assertEquals(memory.equals("hidden"), Arrays.equals(one, other), memory);
            }
        }
    }

    private static MemoryRows rows(NDManager scope, String name) {
        return new MemoryRows(DetFill.uniform(scope, name, 1, 2, 4, 16), DetFill.uniform(scope, "positions", 1, 1, 4, 16));
    }

    /** Two sentences, the second shorter by two tokens. */
    private static TextFeatures text(NDManager scope, int length, int width) {
        NDArray mask = scope.ones(new Shape(2, length));
        mask.set(new NDIndex("1, " + (length - 2) + ":"), 0);
        return new TextFeatures(DetFill.uniform(scope, "text", 1, 2, length, width), mask);
    }

    @Test
    void paddingChangesNothing() {
        try (NDManager scope = manager.newSubManager(); AtcWords words = make(24, 16, "memory: seen")) {
            DetFill.fill(words.parameters(), "");
            Tokens tokens = new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, 16), DetFill.uniform(scope, "search", 1, 2, 16, 16), null);
            TextFeatures text = text(scope, 5, 24);
            NDArray other = text.tokens().duplicate();
            other.set(new NDIndex("1, 3:"), 77);
            float[] expected = words.forward(tokens, words.cues(text), rows(scope, "one")).toFloatArray();
            float[] actual = words.forward(tokens, words.cues(new TextFeatures(other, text.mask())), rows(scope, "one")).toFloatArray();
            assertTrue(Arrays.equals(expected, actual));
        }
    }

    @Test
    void whatIsKeptForTheSentenceIsNoLongerTheEncoders() {
        for (String options : new String[] {"memory: seen", "memory: hidden"}) {
            try (NDManager scope = manager.newSubManager(); AtcWords words = make(24, 16, options)) {
                DetFill.fill(words.parameters(), "");
                Tokens tokens = new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, 16), DetFill.uniform(scope, "search", 1, 2, 16, 16), null);
                TextFeatures text = text(scope, 5, 24);
                WordCues cues = words.cues(text);
                float[] expected = words.forward(tokens, cues, rows(scope, "one")).toFloatArray();
                text.tokens().set(new NDIndex(":"), 77);
                text.mask().set(new NDIndex(":"), 0);
                assertTrue(Arrays.equals(expected, words.forward(tokens, cues, rows(scope, "one")).toFloatArray()), options);
            }
        }
    }

    @Test
    void aFrameLeavesNothingAmongWhatIsKeptForTheSentence() {
        try (NDManager sentence = manager.newSubManager(); AtcWords words = make(24, 16, "memory: seen")) {
            WordCues cues = words.cues(text(sentence, 5, 24));
            int before = sentence.getManagedArrays().size();
            try (NDManager scope = manager.newSubManager()) {
                Tokens tokens = new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, 16), DetFill.uniform(scope, "search", 1, 2, 16, 16), null);
                words.forward(tokens, cues, rows(scope, "one"));
            }
            assertEquals(before, sentence.getManagedArrays().size());
        }
    }

    @Test
    void withAResidualNewWordsChangeNothingUntilTheyAreTrained() {
        try (NDManager scope = manager.newSubManager(); AtcWords words = make(24, 16, "residual: true")) {
            Tokens tokens = new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, 16), DetFill.uniform(scope, "search", 1, 2, 16, 16), null);
            WordCues cues = words.cues(text(scope, 5, 24));
            assertTrue(Arrays.equals(tokens.search().toFloatArray(), words.forward(tokens, cues, null).toFloatArray()));
            DetFill.fill(words.parameters(), "");
            assertTrue(!Arrays.equals(tokens.search().toFloatArray(), words.forward(tokens, words.cues(text(scope, 5, 24)), null).toFloatArray()));
        }
    }

    @Test
    void whereAllWordsNameTheTargetThereIsNoProbability() {
        try (NDManager scope = manager.newSubManager(); AtcWords words = make(24, 16, "target: all")) {
            assertNull(words.cues(text(scope, 5, 24)).probability());
        }
    }

    @Test
    void aTrackerWithoutWordsIsRefused() {
        GladException e = assertThrows(GladException.class, () -> make(0, 16, ""));
        assertTrue(e.getMessage().contains("expected a text encoder"), e.getMessage());
        GladException heads = assertThrows(GladException.class, () -> make(24, 18, ""));
        assertTrue(heads.getMessage().contains("\"8\"") && heads.getMessage().contains("which is 18"), heads.getMessage());
    }
}
