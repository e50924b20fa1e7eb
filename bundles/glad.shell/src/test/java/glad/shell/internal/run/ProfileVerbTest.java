package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.bench.SpeedCard;
import glad.shell.internal.TinyTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --weights} takes, and what is measured. */
class ProfileVerbTest {

    @TempDir
    static Path folder;

    private static TinyTracker tiny;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = new TinyTracker(Files.createDirectories(folder.resolve("experiments")), "tiny.safetensors");
        tiny.save(Files.createDirectories(folder.resolve("there")).resolve("tiny.safetensors"));
    }

    private int profile(Path root, String... more) {
        List<String> words = new ArrayList<>(List.of("profile", "tiny", "--frames", "2"));
        words.addAll(List.of(more));
        return tiny.run(new ProfileVerb(tiny.models(root)), words);
    }

    private static Path weights() {
        return folder.resolve("there/tiny.safetensors");
    }

    private JsonNode measured(Path root, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--json");
        assertEquals(0, profile(root, words.toArray(String[]::new)), tiny.err());
        assertTrue(tiny.json().path("parameters").path("all").asLong() > 1000, tiny.out());
        assertTrue(tiny.json().path("framesPerSecond").asDouble() > 0, tiny.out());
        return tiny.json().path("weights");
    }

    @Test
    void theExperimentsWeightsAreLoaded() throws IOException {
        assertEquals("[\"tiny.safetensors\"]", measured(folder.resolve("there")).toString());
    }

    @Test
    void aFileAFolderAndTheWordRandomAreTaken() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertEquals(weights().toString(), measured(nowhere, "--weights", weights().toString()).path(0).asText());
        assertEquals(weights().toString(), measured(nowhere, "--weights", weights().getParent().toString()).path(0).asText());
        assertEquals("random", measured(nowhere, "--weights", "random").path(0).asText());
    }

    @Test
    void aSpeedCardSaysWhatWasTimedAndBesideWhom() throws IOException {
        int code = profile(folder.resolve("there"), "--speed", "--json");
        JsonNode json = tiny.json();
        assertTrue(json.path("tracking").path("medianMillis").asDouble() > 0 && json.path("reading").path("medianMillis").asDouble() > 0, json.toString());
        assertTrue(json.path("both").path("percentile95Millis").asDouble() >= json.path("both").path("medianMillis").asDouble(), json.toString());
        assertEquals("2 1 10 fp32 auto", json.path("frames").asText() + " " + json.path("batch").asText() + " " + json.path("warmUp").asText() + " "
                + json.path("precision").asText() + " " + json.path("threads").asText());
        assertEquals(json.path("otherLoad").asDouble() > SpeedCard.ALONE ? 1 : 0, code, json.toString());
    }

    @Test
    void weightsThatAreMissingOrOfAnotherModelAreErrorsThatNameTheWayWithout() throws IOException {
        tiny.refused(1, profile(folder.resolve("nowhere")), "tiny.safetensors", "--weights random");
        Path broken = Files.writeString(folder.resolve("broken.safetensors"), "<html>");
        tiny.refused(1, profile(folder, "--weights", broken.toString()), "broken.safetensors", "--weights random");
        tiny.refused(1, profile(folder.resolve("there"), "--set", "backbone.dim=64"), "another shape", "--weights random");
        tiny.refused(2, profile(folder.resolve("there"), "--set", "backbone.dim=33"), "which is 33");
        tiny.refused(2, profile(folder.resolve("there"), "--frames", "0"), "\"0\"");
    }
}
