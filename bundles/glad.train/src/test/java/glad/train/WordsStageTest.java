package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Parameter;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStageFactory;
import glad.nn.Torch;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.testing.TrainingStageContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WordsStageTest {

    private static final int PAIRS = 3;
    private static final List<Model> MADE = new ArrayList<>();

    @AfterAll
    static void close() {
        MADE.forEach(Model::close);
    }

    private static Model model(String words) {
        return model(PartSpec.of(words));
    }

    private static Model model(PartSpec words) {
        ModelSpec spec = TrainerTest.spec();
        Model model = TrainerTest.composer().compose(new ModelSpec(spec.text(), spec.diffusion(), spec.backbone(), spec.fusion(), words,
                PartSpec.of("none"), spec.head(), spec.templateSize(), spec.searchSize()), Placement.cpu());
        MADE.add(model);
        return model;
    }

    private static TrainingModel view(Model model) {
        StageModel view = new StageModel(model);
        view.freeze(Set.of(PartKind.TEXT, PartKind.DIFFUSION, PartKind.BACKBONE));
        return view;
    }

    @Nested
    class Contract extends TrainingStageContract {

        @Override
        protected TrainingStageFactory factory() {
            return new WordsStageFactory();
        }

        @Override
        protected TrainingModel model(NDManager manager) {
            return view(WordsStageTest.model("word-query"));
        }
    }

    /** A head in training would normalise by the batch and move its statistics. */
    @Test
    void gradientsReachTheWordsAndTheTrackerStaysBitForBit() {
        Model model = model("word-query");
        List<float[]> before = values(model);
        try (WordsStage stage = stage(model, ""); NDManager scope = model.manager().newSubManager()) {
            stage.prepare();
            List<Parameter> trained = stage.parameters().values().stream().filter(Parameter::learned).toList();
            trained.forEach(p -> p.array().setRequiresGradient(true));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(stage.batch(pairs(), new Random(1), scope).loss(0, PAIRS, scope)[0]);
            }
            for (Parameter parameter : trained) {
                assertTrue(parameter.array().getGradient().abs().sum().getFloat() > 0, parameter.name());
                assertTrue(parameter.name().startsWith("word_query."), parameter.name());
                parameter.array().setRequiresGradient(false);
            }
        }
        List<float[]> after = values(model);
        for (int i = 0; i < before.size(); i++) {
            String name = model.parameters().get(i).name();
            if (!name.startsWith("word_query.text.norm.")) { // what the first batch of words sets
                assertArrayEquals(before.get(i), after.get(i), name);
            }
        }
    }

    /** The two boxes lie apart, so that a loss of either tells which was looked for. */
    @Test
    void aHiddenTemplateThatIsToldOfTheDistractorHasToFindIt() {
        Model model = model("word-query");
        try (WordsStage right = stage(model, "distractor: 0"); WordsStage wrong = stage(model, "distractor: 1");
                NDManager scope = model.manager().newSubManager()) {
            right.prepare();
            double target = loss(right, pairs(), scope);
            assertEquals(loss(right, pairs().stream().map(WordsStageTest::swapped).toList(), scope), loss(wrong, pairs(), scope), 1e-6);
            assertTrue(Math.abs(target - loss(wrong, pairs(), scope)) > 1e-4);
        }
    }

    /** Its evidence is another one whatever is said, but exactly 0 where nothing is. */
    @Test
    void whatTheDiffusionModuleMakesOfSentencesIsTrainedOnLikeWords() {
        Model model = model(new PartSpec("word-query", JsonNodeFactory.instance.objectNode().put("source", "cues")));
        List<TrainingPair> swapped = pairs().stream().map(WordsStageTest::swapped).toList();
        try (WordsStage right = stage(model, "distractor: 0"); WordsStage wrong = stage(model, "distractor: 1, again: 1, keep: 1");
                NDManager scope = model.manager().newSubManager()) {
            right.prepare();
            double target = loss(right, pairs(), scope);
            double distractor = loss(wrong, pairs());
            assertEquals(loss(right, swapped, scope), distractor, 1e-6);
            assertTrue(Math.abs(target - distractor) > 1e-4);
            assertEquals(distractor, loss(wrong, pairs()), 1e-5); // the batch before, which is the same
            wrong.check(pairs(), new Random(1));
            TrainingModel view = view(model);
            for (String sentence : List.of("", "blue square")) {
                DiffusionNoise noise = view.noise(PAIRS, new Random(3), scope);
                float most = view.predict(pairs(), List.of(sentence, sentence, sentence), noise, scope).evidence().abs().max().getFloat();
                assertEquals(sentence.isEmpty(), most == 0, sentence + ": " + most);
            }
        }
    }

    /** What is looked at again has outlived the scope in which it was seen. */
    @Test
    void anEarlierBatchCountsAsMuchAsTheFreshOne() {
        Model model = model("word-query");
        List<TrainingPair> swapped = pairs().stream().map(WordsStageTest::swapped).toList();
        try (WordsStage once = stage(model, "distractor: 0"); WordsStage twice = stage(model, "distractor: 0, again: 1, keep: 1")) {
            double first = loss(once, pairs());
            double second = loss(once, swapped);
            assertEquals(first, loss(twice, pairs()), 1e-6);
            assertEquals((first + second) / 2, loss(twice, swapped), 1e-5);
            assertEquals(second, loss(twice, swapped), 1e-5); // no more than one is kept
        }
    }

    private static double loss(WordsStage stage, List<TrainingPair> pairs) {
        try (NDManager scope = Torch.manager()) {
            return loss(stage, pairs, scope);
        }
    }

    /** The heat map of such a box has no peak that could be found. */
    @Test
    void aDistractorAtTheVeryEdgeIsNotLookedFor() {
        List<TrainingPair> pairs = pairs().stream().map(pair -> new TrainingPair(pair.template(), pair.templateBox(), pair.search(),
                pair.searchBox(), pair.sentence(), pair.wrongSentence(), Box.centred(0.999, 0.5, 0.02, 0.02), true, true)).toList();
        try (WordsStage right = stage(model("word-query"), "distractor: 0"); WordsStage wrong = stage(model("word-query"), "distractor: 1");
                NDManager scope = Torch.manager()) {
            assertEquals(loss(right, pairs, scope), loss(wrong, pairs, scope), 1e-6);
        }
    }

    @Test
    void checksTellWhatRightAndWrongWordsDo() {
        Model model = model("word-query");
        try (WordsStage stage = stage(model, "")) {
            Map<String, Double> measures = stage.check(pairs(), new Random(1));
            assertEquals(Set.of("iou", "hidden-right", "hidden-wrong", "hidden-none", "hidden-picked"), measures.keySet());
        }
    }

    @Test
    void aTrackerWhoseWordsHaveNothingToTrainIsRefused() {
        GladException e = assertThrows(GladException.class, () -> stage(model("none"), ""));
        assertTrue(e.getMessage().contains("set words: {id: word-query}"), e.getMessage());
    }

    private static WordsStage stage(Model model, String options) {
        try {
            return (WordsStage) new WordsStageFactory().create(
                    WordsStageFactory.OPTIONS.read("the stage", new YAMLMapper().readTree("{" + options + "}")), view(model));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static double loss(WordsStage stage, List<TrainingPair> pairs, NDManager scope) {
        return stage.batch(pairs, new Random(1), scope).loss(0, PAIRS, scope)[0].toFloatArray()[0];
    }

    private static List<TrainingPair> pairs() {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            TrainingPair pair = TrainerTest.pair(i);
            pairs.add(new TrainingPair(pair.template(), pair.templateBox(), pair.search(), Box.centred(0.25, 0.25, 0.2, 0.2), "red square",
                    "blue square", Box.centred(0.75, 0.75, 0.2, 0.2), true, true));
        }
        return pairs;
    }

    private static TrainingPair swapped(TrainingPair pair) {
        return new TrainingPair(pair.template(), pair.templateBox(), pair.search(), pair.distractorBox(), pair.wrongSentence(), pair.sentence(),
                pair.searchBox(), pair.natural(), pair.templateDegraded());
    }

    private static List<float[]> values(Model model) {
        return model.parameters().stream().map(p -> p.array().toType(DataType.FLOAT32, false).toFloatArray()).toList();
    }
}
