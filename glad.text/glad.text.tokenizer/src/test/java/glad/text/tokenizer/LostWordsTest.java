package glad.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LostWordsTest {

    private static final int UNKNOWN = 2;

    private static HuggingFaceTokenizer words;

    @BeforeAll
    static void load() throws IOException {
        String json = """
                {"version": "1.0", "added_tokens": [], "normalizer": {"type": "Lowercase"},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 1], "cls": ["<s>", 0], "trim_offsets": false,
                                    "add_prefix_space": false},
                 "model": {"type": "WordLevel", "unk_token": "<unk>",
                           "vocab": {"<s>": 0, "</s>": 1, "<unk>": 2, "red": 3, "bird": 4}}}""";
        words = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false"));
    }

    @AfterAll
    static void close() {
        words.close();
    }

    private static String of(LostWords losses, String sentence, int length) {
        return losses.of(sentence, words.encode(sentence, true, false), length);
    }

    @Test
    void whatFitsIsNotToldAndWhatIsCutIsWithItsTokens() {
        LostWords losses = new LostWords(UNKNOWN);
        assertEquals("", of(losses, "red red red", 5));
        assertEquals("sentence \"red red bird bird\": it has 4 tokens, of which the text encoder reads the first 3",
                of(losses, "red red bird bird", 5));
        assertEquals("", of(losses, "red red bird bird", 5), "once is enough");
    }

    @Test
    void wordsOutsideOfTheVocabularyAreNamedAsTheyAreWritten() {
        LostWords losses = new LostWords(UNKNOWN);
        assertEquals("sentence \"red Птица 鳥 bird\": the tokenizer doesn't know \"Птица\", \"鳥\"",
                of(losses, "red Птица 鳥 bird", 9));
        assertEquals("", of(new LostWords(-1), "red fish", 9), "a tokenizer without such a token knows all");
    }

    @Test
    void ofVeryManySentencesTheFirstAreTold() {
        LostWords losses = new LostWords(UNKNOWN);
        int told = 0;
        String last = "";
        for (int i = 0; i < 50; i++) {
            String line = of(losses, "fish " + i, 9);
            told += line.isEmpty() ? 0 : 1;
            last = line.isEmpty() ? last : line;
        }
        assertEquals(20, told);
        assertTrue(last.endsWith("(more such sentences aren't told)"), last);
    }
}
