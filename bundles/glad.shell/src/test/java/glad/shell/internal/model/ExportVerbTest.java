package glad.shell.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.nn.weights.WeightFile;
import glad.runtime.WeightStore;
import glad.shell.internal.TinyTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code export} and {@code weights} with a tiny tracker, whose weights lie in a root of their own. */
class ExportVerbTest {

    @TempDir
    private Path folder;
    private Path root;
    private TinyTracker tiny;

    @BeforeEach
    void prepare() throws IOException {
        root = folder.resolve("root");
        tiny = new TinyTracker(folder, "[GLAD_B256.pth.tar]\nsources: {GLAD_B256.pth.tar: a page of the authors}");
    }

    private int export(Path store, String... more) {
        List<String> words = new ArrayList<>(
                List.of("export", "tiny", "--json", "--out", folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return tiny.run(new ExportVerb(tiny.models(store)), words);
    }

    private int weights(String... more) {
        List<String> words = new ArrayList<>(List.of("weights"));
        words.addAll(List.of(more));
        return tiny.run(new WeightsVerb(tiny.models(root), new WeightStore(root)), words);
    }

    @Test
    void writesAModuleAndTheWeightsFromARootNamedOnTheCommandLine() throws IOException {
        tiny.save(root.resolve("GLAD_B256.pth.tar"));
        assertEquals(0, export(folder.resolve("elsewhere"), "--weights", root.toString()), tiny.err());
        JsonNode json = tiny.json();
        assertTrue(json.get("largestDifference").doubleValue() <= 1e-6, tiny.out());
        assertTrue(Files.size(Path.of(json.get("module").textValue())) > 100_000);
        try (WeightFile written = WeightFile.open(Path.of(json.get("weights").textValue()))) {
            assertTrue(written.tensors().containsKey("encoder.blocks.0.attn.qkv.weight"));
        }
    }

    @Test
    void randomWeightsNeedNoFilesAndMissingOnesAreNamed() {
        assertEquals(0, export(root, "--weights", "random"), tiny.err());
        assertEquals(1, export(root));
        assertTrue(tiny.err().contains("no file \"GLAD_B256.pth.tar\" in the weights root"), tiny.err());
    }

    @Test
    void listsWhatIsThereAndWhereTheRestComesFrom() throws IOException {
        assertEquals(0, weights());
        assertTrue(tiny.out().contains("missing  GLAD_B256.pth.tar"), tiny.out());
        assertTrue(tiny.out().contains("people get it from a page of the authors"), tiny.out());
        tiny.save(root.resolve("GLAD_B256.pth.tar"));
        assertEquals(0, weights("tiny", "--json"));
        JsonNode need = tiny.json().get("experiments").get(0).get("needs").get(0);
        assertTrue(need.get("met").booleanValue());
        JsonNode file = need.get("files").get(0);
        assertEquals(Files.size(root.resolve("GLAD_B256.pth.tar")), file.get("bytes").longValue());
        assertEquals(64, file.get("sha256").textValue().length());
        assertTrue(file.get("tensors").get("F32").intValue() > 20);
    }
}
