package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OfficialSentenceTest {

    static Stream<JsonNode> officialReadings() throws IOException {
        try (InputStream in = OfficialSentenceTest.class.getResourceAsStream("/goldens/sentences.json")) {
            return StreamSupport.stream(new JsonMapper().readTree(in).spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("officialReadings")
    void readsAFileAsTheOfficialReadersDo(JsonNode reading) {
        assertEquals(reading.get("prompt").textValue(), OfficialSentence.read(reading.get("file_content").textValue()));
    }

    @Test
    void quotesAsPythonDoes() {
        assertEquals("[\"the zebra's head\" ' left']", OfficialSentence.read("the zebra's head, left"));
        assertEquals("['both \" and \\' here' '']", OfficialSentence.read("both \" and ' here,"));
    }

    @Test
    void linesWithCommasBecomeRows() {
        assertEquals("[['a' ' b']\n ['c' ' d']]", OfficialSentence.read("a, b\nc, d"));
    }

    @Test
    void linesOfDifferentLengthAreRefused() {
        GladException e = assertThrows(GladException.class, () -> OfficialSentence.read("a, b\nc"));
        assertTrue(e.getMessage().contains("\"a, b"), e.getMessage());
    }

    @Test
    void noSentenceStaysNone() {
        assertEquals("", SentenceMode.OFFICIAL.of(""));
        assertEquals("['a' 'b']", SentenceMode.OFFICIAL.of("a,b"));
    }
}
