package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiment files that take over the values of another, in the user's folder and in the product's. */
class ExtendsTest {

    private static final String BASE = """
            description: the base
            text: {id: none}
            diffusion: {id: sd-lcm, channels: [8, 16]}
            backbone: {id: mae-vit, dim: 32, depth: 2}
            fusion: {id: none}
            head: {id: center, channels: 64}
            search: {size: 128, factor: 5}
            weights: [a.safetensors, b.safetensors]
            training: {seed: 7, sampling: {max_gap: 200, jitter: 3}, stages: [{train: vae}, {train: tracker}]}
            """;

    @TempDir
    private Path folder;
    private Path own;
    private Path shipped;
    private Experiments experiments;

    @BeforeEach
    void write() throws IOException {
        own = Files.createDirectory(folder.resolve("own"));
        shipped = Files.createDirectory(folder.resolve("shipped"));
        Files.writeString(shipped.resolve("base.yaml"), BASE);
        experiments = new Experiments(List.of(own, shipped));
    }

    private Experiment read(String name, String text, String... changes) throws IOException {
        Files.writeString(own.resolve(name + ".yaml"), text);
        return experiments.read(name, List.of(changes));
    }

    private String refused(String name, String text) {
        GladException e = assertThrows(GladException.class, () -> read(name, text));
        assertEquals(2, e.exitCode());
        return e.getMessage();
    }

    @Test
    void valuesOfTheBaseAreTakenOverAndOwnOnesCount() throws IOException {
        Experiment mine = read("mine", "extends: base\ndescription: mine\nhead: {channels: 128}\nsearch: {factor: 4}\n");
        assertEquals("mine", mine.name());
        assertEquals("mine", mine.description());
        assertEquals("center", mine.model().head().id());
        assertEquals(128, mine.model().head().options().get("channels").intValue());
        assertEquals(128, mine.model().searchSize());
        assertEquals(4, mine.tracker().searchFactor());
        assertEquals(32, mine.model().backbone().options().get("dim").intValue());
    }

    @Test
    void listsAreReplacedAndKeysMergedAtEveryDepth() throws IOException {
        Experiment mine = read("mine", "extends: base\nweights: [c.pth]\ntraining: {sampling: {jitter: 4}, stages: [{train: tracker}]}\n");
        assertEquals(List.of("c.pth"), mine.weights());
        ObjectNode training = mine.training();
        assertEquals(7, training.get("seed").intValue());
        assertEquals(200, training.get("sampling").get("max_gap").intValue());
        assertEquals(4, training.get("sampling").get("jitter").intValue());
        assertEquals(1, training.get("stages").size());
    }

    @Test
    void anotherPartDoesNotInheritTheOptionsOfTheOneItReplaces() throws IOException {
        Experiment mine = read("mine", "extends: base\nbackbone: {id: fast-itpn, depth: 4}\nhead: {id: center}\n");
        assertFalse(mine.model().backbone().options().has("dim"));
        assertEquals(64, mine.model().head().options().get("channels").intValue());
    }

    @Test
    void contentIsThatOfAFileWithAllValuesWrittenOut() throws IOException {
        Experiment mine = read("mine", "extends: base\nhead: {channels: 128}\n");
        Experiment whole = read("whole", BASE.replace("channels: 64", "channels: 128"));
        assertEquals(whole.content(), mine.content());
        assertEquals(whole.tree(), mine.tree());
        assertNotEquals(experiments.read("base", List.of()).content(), mine.content());
    }

    @Test
    void aChainEndsAtItsFirstAndChangesComeLast() throws IOException {
        Files.writeString(own.resolve("middle.yaml"), "extends: base\nhead: {channels: 128}\nseed: 1\n");
        Experiment mine = read("mine", "extends: middle.yaml\nseed: 2\n", "search.size=64");
        assertEquals(128, mine.model().head().options().get("channels").intValue());
        assertEquals(2, mine.seed());
        assertEquals(64, mine.model().searchSize());
    }

    @Test
    void aCycleIsOneErrorThatNamesItsFiles() throws IOException {
        Files.writeString(own.resolve("a.yaml"), "extends: b\n");
        String message = refused("b", "extends: a.yaml\n");
        assertTrue(message.contains("b.yaml\" extends itself: b.yaml, a.yaml, b.yaml; remove one \"extends\""), message);
        assertTrue(refused("self", "extends: self\n").contains("extends itself: self.yaml, self.yaml"));
    }

    @Test
    void aBaseThatIsNotThereOrNoNameIsRefused() {
        assertTrue(refused("mine", "extends: bsae\n").contains("unknown experiment that \"" + own.resolve("mine.yaml")
                + "\" extends \"bsae\"; did you mean \"base\"?"), refused("mine", "extends: bsae\n"));
        assertTrue(refused("mine", "extends: other.yaml\n").contains("\"other.yaml\", which isn't there; expected a file"));
        assertTrue(refused("mine", "extends: [base]\n").contains("expected the name of an experiment"));
    }

    @Test
    void aUsersFileHidesOneOfTheProductAndNewOnesGoToTheUser() throws IOException {
        assertEquals("the base", experiments.read("base", List.of()).description());
        assertEquals("my base", read("base", BASE.replace("the base", "my base")).description());
        assertEquals(List.of("base"), experiments.names());
    }

    /** The two published trackers share what they share, and L384 is what it was when its file had every value. */
    @Test
    void theShippedL384DiffersFromB256InWhatItsFileSays() {
        Experiments product = new Experiments(Path.of("../../run-configs/experiments"));
        Map<String, String> base = new TreeMap<>(product.read("glad-b256", List.of()).content());
        Map<String, String> large = new TreeMap<>(product.read("glad-l384", List.of()).content());
        assertEquals(Map.of("backbone.id", "mae-vit-large", "head.decode_side", "27", "search.factor", "5", "search.size", "384",
                "weights", "[\"stable-diffusion-v1-5\",\"lcm-lora-sdv1-5/pytorch_lora_weights.safetensors\",\"GLAD_L384.pth.tar\"]"),
                large.entrySet().stream().filter(e -> !e.getValue().equals(base.get(e.getKey())))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertTrue(large.keySet().containsAll(base.keySet()));
    }
}
