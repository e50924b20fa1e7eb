package glad.diffusion.fusion.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordQueryTest {

    private static final int WIDTH = 16;
    private static final int TEXT = 12;
    private static final int LENGTH = 6;
    private static final int SIDE = 4;

    private NDManager manager;
    private WordQuery words;

    @BeforeEach
    void make() {
        manager = Torch.manager();
        words = make(TEXT);
        DetFill.fill(words.parameters(), "");
    }

    @AfterEach
    void close() {
        words.close();
        manager.close();
    }

    private WordQuery make(int textWidth) {
        return make("text", textWidth, List.of());
    }

    private WordQuery make(String source, int textWidth, List<Shape> maps) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("width", 8).put("gate_width", 4).put("source", source);
        WordQueryFactory factory = new WordQueryFactory();
        return (WordQuery) factory.create(factory.options().read("words \"word-query\"", options),
                new PartInputs(128, 64, textWidth, LENGTH, maps, WIDTH, 4, 2, 0), new PartContext(manager, Precision.FP32, 7));
    }

    /** A sentence of so many words, and one of one word, each between start and end. */
    private static TextFeatures text(NDManager scope, int count) {
        NDArray mask = scope.ones(new Shape(2, LENGTH));
        if (count + 2 < LENGTH) {
            mask.set(new NDIndex("0, " + (count + 2) + ":"), 0);
        }
        mask.set(new NDIndex("1, 3:"), 0);
        return new TextFeatures(DetFill.uniform(scope, "text", 1, 2, LENGTH, TEXT), mask);
    }

    private static Tokens tokens(NDManager scope) {
        return new Tokens(DetFill.uniform(scope, "template", 1, 2, 4, WIDTH), DetFill.uniform(scope, "search", 1, 2, 16, WIDTH), null);
    }

    @Test
    void theEmptySentenceSaysExactlyNothing() {
        NDArray evidence = words.evidence(tokens(manager), words.cues(text(manager, 0)));
        assertEquals(new Shape(2, 2, 16), evidence.getShape());
        assertArrayEquals(new float[32], evidence.get("0").flatten().toFloatArray());
        assertTrue(evidence.get("1").abs().max().getFloat() > 1e-3);
    }

    @Test
    void withoutASentenceThereIsNoEvidence() {
        assertNull(words.evidence(tokens(manager), WordCues.none()));
    }

    @Test
    void startEndAndPaddingChangeNothingAndWordsDo() {
        TextFeatures text = text(manager, 2);
        NDArray expected = words.cues(text).arrays().get(0);
        assertEquals(1, expected.get("0").square().sum().getFloat(), 1e-4);
        NDArray frame = text.tokens().duplicate();
        frame.set(new NDIndex("0, 0"), 7);
        frame.set(new NDIndex("0, 3:"), -7);
        assertArrayEquals(expected.toFloatArray(), words.cues(new TextFeatures(frame, text.mask())).arrays().get(0).toFloatArray(), 1e-6f);
        NDArray word = text.tokens().duplicate();
        word.set(new NDIndex("0, 2, 3"), 7);
        assertNotEquals(expected.get("0"), words.cues(new TextFeatures(word, text.mask())).arrays().get(0).get("0"));
    }

    @Test
    void wordsCountByHowTheyDifferFromTheEmptySentence() {
        TextFeatures text = text(manager, 2);
        TextFeatures nothing = new TextFeatures(DetFill.uniform(manager, "nothing", 1, 1, LENGTH, TEXT), null);
        NDArray expected = words.cues(text, nothing).arrays().get(0);
        TextFeatures difference = new TextFeatures(text.tokens().sub(nothing.tokens()), text.mask());
        assertArrayEquals(words.cues(difference).arrays().get(0).toFloatArray(), expected.toFloatArray(), 1e-6f);
    }

    @Test
    void theFirstBatchOfTrainingStandardisesWords() {
        words.mode(Mode.TRAIN);
        Parameter mean = parameter("running_mean");
        mean.array().set(new NDIndex(":"), 0);
        parameter("num_batches_tracked").array().set(new NDIndex("..."), 0);
        TextFeatures text = text(manager, 2);
        words.cues(text);
        words.cues(text(manager, 0));
        words.mode(Mode.INFER);
        NDArray seen = text.tokens().get("0, 1:3").concat(text.tokens().get("1, 1:2"), 0);
        assertArrayEquals(seen.mean(new int[] {0}).toFloatArray(), mean.array().toFloatArray(), 1e-5f);
        NDArray around = seen.sub(seen.mean(new int[] {0}, true)).square().mean(new int[] {0});
        assertArrayEquals(around.toFloatArray(), parameter("running_var").array().toFloatArray(), 1e-5f);
    }

    private Parameter parameter(String end) {
        return words.parameters().stream().filter(p -> p.name().endsWith(end)).findFirst().orElseThrow();
    }

    @Test
    void searchTokensStayAsTheyAre() {
        Tokens tokens = tokens(manager);
        assertSame(tokens.search(), words.forward(tokens, words.cues(text(manager, 2)), null));
    }

    @Test
    void whatIsKeptForTheSentenceIsNoLongerTheEncoders() {
        TextFeatures text = text(manager, 2);
        WordCues cues = words.cues(text);
        float[] expected = words.evidence(tokens(manager), cues).toFloatArray();
        text.tokens().set(new NDIndex(":"), 77);
        text.mask().set(new NDIndex(":"), 0);
        assertArrayEquals(expected, words.evidence(tokens(manager), cues).toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text.fc1.weight", "text.pool.weight", "text.fc2.weight", "search.fc1.weight", "search.fc2.weight", "search.norm.weight",
        "scale"})
    void gradientsOfHowWellWordsFitAgreeWithDifferences(String name) {
        words.mode(Mode.FIXED); // in training the first batch sets mean and deviation
        check(0).agreesWithDifferences("word_query." + name, 3e-3, 0.02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate.norm.weight", "gate.fc1.weight", "gate.fc2.bias"})
    void gradientsOfWhatCountsAgreeWithDifferences(String name) {
        words.mode(Mode.FIXED);
        check(1).agreesWithDifferences("word_query." + name, 3e-3, 0.02);
    }

    @Test
    void whatCountsSpeaksAgainstCellsAloneAndSparesTheNeighboursOfTheBest() {
        NDArray evidence = words.evidence(tokens(manager), words.cues(text(manager, 2)));
        float[] fit = evidence.get("0, 0").toFloatArray();
        float[] counts = evidence.get("0, 1").toFloatArray();
        int best = 0;
        for (int i = 1; i < fit.length; i++) {
            best = fit[i] > fit[best] ? i : best;
        }
        for (int i = 0; i < fit.length; i++) {
            boolean near = Math.abs(i % SIDE - best % SIDE) <= 1 && Math.abs(i / SIDE - best / SIDE) <= 1;
            assertEquals(near, counts[i] == 0, "cell " + i);
            assertTrue(counts[i] <= 0);
        }
    }

    @Test
    void whatCountsTrainsTheGateAlone() {
        words.mode(Mode.TRAIN);
        List<Parameter> all = words.parameters().stream().filter(Parameter::learned).toList();
        all.forEach(p -> p.array().setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss(manager, 1));
        }
        for (Parameter parameter : all) {
            boolean gate = parameter.name().startsWith("word_query.gate.");
            assertEquals(gate, parameter.array().getGradient().abs().sum().getFloat() > 0, parameter.name());
        }
    }

    private GradientCheck check(int row) {
        return new GradientCheck(words.parameters(), scope -> loss(scope, row));
    }

    private NDArray loss(NDManager scope, int row) {
        NDArray evidence = words.evidence(tokens(scope), words.cues(text(scope, 3))).get(":, " + row);
        return evidence.mul(DetFill.uniform(scope, "weights", 1, 2, 16)).sum();
    }

    /** The channels of all maps are as many as the text encoder's here, and the cells with start and end as many as its tokens. */
    @Test
    void whatIsReadOfMapsIsReadLikeWords() {
        try (WordQuery ofMaps = make("cues", 3, List.of(new Shape(5, 4, 4), new Shape(TEXT - 5, 2, 2)))) {
            DetFill.fill(ofMaps.parameters(), "");
            assertTrue(ofMaps.readsMaps() && !words.readsMaps());
            assertArrayEquals(words.cues(text(manager, 4)).arrays().get(0).toFloatArray(),
                    ofMaps.cues(text(manager, 4)).arrays().get(0).toFloatArray());
        }
        GladException e = assertThrows(GladException.class, () -> make("cues", TEXT, List.of()));
        assertTrue(e.getMessage().contains("\"cues\"") && e.getMessage().contains("source: text"), e.getMessage());
    }

    @Test
    void aTrackerWithoutLanguageIsRefused() {
        GladException e = assertThrows(GladException.class, () -> make(0));
        assertTrue(e.getMessage().contains("expected a text encoder"), e.getMessage());
    }
}
