package glad.nano.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.datasets.procedural.Vocabulary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class GladNanoTest {

    private final GladNano nano = new GladNano();

    @Test
    void itsTokenizerKnowsEveryProceduralWord() throws IOException {
        try (InputStream in = nano.open("tokenizer.json")) {
            JsonNode words = new JsonMapper().readTree(in).path("model").path("vocab");
            for (String word : Vocabulary.words()) {
                assertTrue(words.has(word), "no token for \"" + word + "\"");
            }
        }
    }

    @Test
    void theTokenizerOfPlacesAddsTheirWordsToTheSameNumbers() throws IOException {
        try (InputStream plain = nano.open("tokenizer.json"); InputStream in = nano.open("tokenizer-places.json")) {
            JsonNode words = new JsonMapper().readTree(in).path("model").path("vocab");
            new JsonMapper().readTree(plain).path("model").path("vocab").properties()
                    .forEach(word -> assertEquals(word.getValue(), words.path(word.getKey()), word.getKey()));
            for (String word : Vocabulary.placeWords()) {
                assertTrue(words.has(word), "no token for \"" + word + "\"");
            }
        }
    }

    @Test
    void aFileThatIsNotThereIsNamedWithThoseThatAre() {
        String message = assertThrows(FileNotFoundException.class, () -> nano.open("weights")).getMessage();
        assertTrue(message.contains("\"weights\"") && message.contains("tokenizer.json"), message);
    }
}
