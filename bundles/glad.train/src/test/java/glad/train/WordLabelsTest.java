package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.ModelFiles;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import glad.api.options.Options;
import glad.testing.FixedPart;
import glad.testing.Goldens;
import glad.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordLabelsTest {

    private static final int LENGTH = 40;

    @TempDir
    Path folder;

    static List<String> wordLabels() {
        return Goldens.found("context", "word_labels(_held)?\\.json");
    }

    @ParameterizedTest
    @MethodSource("wordLabels")
    void tokensHaveTheOfficialLabelsWhereWordsAreCountedAsTheTokenizerDoes(String name) throws IOException {
        JsonNode sentences = new JsonMapper().readTree(Files.readString(Goldens.sharedFile(name))).path("sentences");
        try (Tokenized text = new Tokenized()) {
            WordLabels labels = new WordLabels(options("tokenizer", "batch"), text, TargetWordTable.EMPTY);
            for (JsonNode one : sentences) {
                String sentence = one.path("text").asText();
                int[] official = IntStream.range(0, one.path("label").size()).map(i -> one.path("label").get(i).asInt()).toArray();
                WordLabels.Labels found = labels.of(List.of(clip(sentence, numbers(one.path("target_words")))), List.of(sentence));
                for (int i = 0; i < LENGTH; i++) {
                    assertEquals(i < official.length ? official[i] : 0, found.targets()[i], sentence + ", token " + i);
                    assertEquals(i < official.length ? 1 : 0, found.counted()[i], sentence + ", token " + i);
                }
            }
        }
    }

    @Test
    void wordsBetweenWhiteSpaceAreMeantAndNothingElseCountsIfTheLossIsToBeOfWords() {
        try (Tokenized text = new Tokenized()) {
            String sentence = "black T-shirt,  running!";
            TrainingPair clip = clip(sentence, Set.of(2));
            List<TextToken> tokens = text.tokens(sentence);
            WordLabels.Labels official = new WordLabels(options("tokenizer", "batch"), text, TargetWordTable.EMPTY)
                    .of(List.of(clip), List.of(sentence));
            WordLabels.Labels meant = new WordLabels(options("written", "words"), text, TargetWordTable.EMPTY).of(List.of(clip), List.of(sentence));
            int first = sentence.indexOf("running");
            for (int i = 0; i < tokens.size(); i++) {
                TextToken token = tokens.get(i);
                assertEquals(token.to() > first ? 1 : 0, meant.targets()[i], "token " + i);
                assertEquals(token.word() >= 0 ? 1 : 0, meant.counted()[i], "token " + i);
            }
            assertTrue(!Arrays.equals(official.targets(), meant.targets()), "the tokenizer counts \"-\" as a word");
            assertEquals(tokens.size() - 2, meant.number());
            assertEquals(tokens.size(), official.number());
        }
    }

    @Test
    void sentencesWithoutLabelsDontCountAndATrainingWithoutAnyEnds() throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), "sentence,words\n\"red car, by a tree\",0 1\nA dog,\n");
        try (Tokenized text = new Tokenized()) {
            WordLabels labels = new WordLabels(options("written", "words"), text, TargetWordTable.read(file));
            String known = "Red  car, by a tree";
            List<String> said = List.of(known, "a dog", "a cat", "");
            WordLabels.Labels found = labels.of(said.stream().map(sentence -> clip(sentence, null)).toList(), said);
            assertEquals(text.tokens(known).size() - 2 + text.tokens("a dog").size() - 2, found.number());
            int[] right = new int[2];
            labels.count(found, said, found.targets(), right);
            assertArrayEquals(new int[] {found.number(), found.number()}, right);
            WordLabels none = new WordLabels(options("written", "words"), text, TargetWordTable.EMPTY);
            String message = assertThrows(GladException.class, () -> {
                for (int i = 0; i < 300; i++) {
                    none.of(List.of(clip("a cat", null)), List.of("a cat"));
                }
            }).getMessage();
            assertTrue(message.contains("\"a cat\"") && message.contains("word_labels"), message);
        }
    }

    @Test
    void aTableThatIsWrongSaysWhere() throws IOException {
        assertMessage("labels.csv", "red car,0 2\n", "row 1", "\"2\"", "0 to 1");
        assertMessage("labels.csv", "red car\n", "row 1", "1 fields");
        assertMessage("labels.json", "{\"a\": {\"initial_text\": \"car\"}}", "entry \"a\"", "subject_extrack_mask_infor");
        assertMessage("labels.txt", "car", ".csv", ".json");
    }

    @Test
    void theOfficialTableIsReadAloneAndWithOthersOfItsFolder() {
        Path tables = Goldens.data().resolve("target-words");
        Assumptions.assumeTrue(Files.isDirectory(tables), () -> "skipped: no " + tables + " (set GLAD_TEST_DATA)");
        TargetWordTable official = TargetWordTable.read(tables.resolve("otb99_4o_v3_extract_mask.json"));
        assertTrue(TargetWordTable.read(tables).numbers().keySet().containsAll(official.numbers().keySet()));
        assertEquals(Set.of(0, 3), official.of("Face of the boy standing in the corridor").orElseThrow());
    }

    private void assertMessage(String name, String text, String... parts) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        String message = assertThrows(GladException.class, () -> TargetWordTable.read(file)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static Set<Integer> numbers(JsonNode list) {
        Set<Integer> numbers = new TreeSet<>();
        list.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static TrainingPair clip(String sentence, Set<Integer> words) {
        Image image = new Image(1, 1, new byte[3]);
        Box box = Box.centred(0.5, 0.5, 0.5, 0.5);
        return new TrainingPair(image, box, image, box, sentence, "", null, true, false, List.of(), List.of(), words);
    }

    private static Options options(String numbers, String mean) {
        return new ContextStageFactory().options().read("stage",
                JsonNodeFactory.instance.objectNode().put("word_numbers", numbers).put("word_mean", mean));
    }

    /** Only its tokens are asked for. */
    private static final class Tokenized implements TextEncoder, FixedPart {

        private final Tokenizer tokenizer = new Tokenizer("byte_level.tokenizer.json", 600, new ModelFiles() {
            @Override
            public boolean has(String reference) {
                return true;
            }

            @Override
            public InputStream open(String reference) throws IOException {
                return Files.newInputStream(path(reference));
            }

            @Override
            public Path path(String reference) {
                return Goldens.sharedFile("context/" + reference);
            }
        });

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public List<TextToken> tokens(String sentence) {
            return tokenizer.tokens(sentence, LENGTH);
        }

        @Override
        public TextFeatures encode(List<String> sentences, NDManager manager) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }
}
