package glad.datasets.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class NumpyTextTest {

    @Test
    void everyGoldenFileGivesTheOfficialPrompt() throws IOException {
        try (InputStream in = NumpyTextTest.class.getResourceAsStream("/goldens/nlp.json")) {
            JsonNode goldens = new JsonMapper().readTree(in);
            assertEquals(9, goldens.size());
            for (JsonNode golden : goldens) {
                assertEquals(golden.path("prompt").asText(), NumpyText.read(golden.path("file_content").asText()));
            }
        }
    }

    @Test
    void quotesAreChosenAsPythonDoes() {
        assertEquals("[\"the zebra's head\" ' black']", NumpyText.read("the zebra's head, black\n"));
        assertEquals("['a \"dog\"' ' it\\'s \"big\"']", NumpyText.read("a \"dog\", it's \"big\""));
        assertEquals("['both \" and \\' here' '']", NumpyText.read("both \" and ' here,"));
        assertEquals("[['a' 'b']\n ['c' 'd']]", NumpyText.read("a,b\nc,d\n"));
    }

    @Test
    void linesWithDifferentNumbersOfCommasAreRefused() {
        GladException e = assertThrows(GladException.class, () -> NumpyText.read("a, b\nc"));
        assertTrue(e.getMessage().contains("\"a, b"), e.getMessage());
    }
}
