package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.media.Crop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {

    private static final String SMALL = """
            description: a small one
            text: {id: none}
            diffusion: {id: sd-lcm, channels: [8, 16]}
            backbone: {id: mae-vit, dim: 32}
            fusion: {id: glad-decoder}
            head: {id: center, channels: 32}
            template: {size: 64}
            search: {size: 128, factor: 5}
            tracker: {padding: mean, size_smoothing: 0.25}
            weights: embedded:small/weights.safetensors
            seed: 7
            training: {steps: 10}
            """;

    @TempDir
    private Path folder;
    private Experiments experiments;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("small.yaml"), SMALL);
        experiments = new Experiments(folder);
    }

    private Experiment read(String... changes) {
        return experiments.read("small", List.of(changes));
    }

    private String refused(String... changes) {
        GladException e = assertThrows(GladException.class, () -> read(changes));
        assertEquals(2, e.exitCode());
        return e.getMessage();
    }

    @Test
    void readsPartsSettingsAndDefaults() {
        Experiment small = read();
        assertEquals("small", small.name());
        assertEquals("mae-vit", small.model().backbone().id());
        assertEquals(32, small.model().backbone().options().get("dim").intValue());
        assertEquals(64, small.model().templateSize());
        assertEquals(2, small.tracker().templateFactor());
        assertEquals(5, small.tracker().searchFactor());
        assertEquals(Crop.Padding.MEAN, small.tracker().padding());
        assertEquals(10, small.tracker().clipMargin());
        assertEquals(List.of("embedded:small/weights.safetensors"), small.weights());
        assertEquals(7, small.seed());
        assertEquals(10, small.training().get("steps").intValue());
        assertEquals("red ball", small.sentence().of("red ball"));
    }

    @Test
    void overridesAreTypedByYaml() {
        Experiment changed = read("head.channels=128", "tracker.windowed=false", "diffusion.channels=[4, 4]",
                "sentence=none", "training.optimiser.rate=1e-3");
        assertEquals(128, changed.model().head().options().get("channels").intValue());
        assertFalse(changed.tracker().windowed());
        assertEquals(2, changed.model().diffusion().options().get("channels").size());
        assertEquals("", changed.sentence().of("red ball"));
        assertEquals(1e-3, changed.training().get("optimiser").get("rate").doubleValue());
    }

    @Test
    void anEntryOfAListIsReplacedByItsNumberAndTheNextNumberAddsOne() {
        String two = "weights=[one.safetensors, two.safetensors]";
        assertEquals(List.of("mine.safetensors", "two.safetensors"), read(two, "weights.1=mine.safetensors").weights());
        assertEquals(List.of("one.safetensors", "two.safetensors", "more.safetensors"), read(two, "weights.3=more.safetensors").weights());
        assertTrue(refused(two, "weights.4=more.safetensors").contains("\"4\" is no entry of \"weights\"; expected a number from 1 to 3"));
        assertTrue(refused(two, "weights.first=more.safetensors").contains("\"first\" is no entry of \"weights\""));
    }

    @Test
    void thePrecisionIsFp32UnlessTheExperimentSaysOtherwise() {
        assertEquals("fp32", read().precision().toString());
        assertEquals("bf16,diffusion=fp16", read("precision=bf16,diffusion=fp16").precision().toString());
        assertEquals(read().content(), read("precision=bf16").content());
    }

    @Test
    void anotherPartDoesNotInheritOptions() {
        assertFalse(read("diffusion=none").model().diffusion().options().has("channels"));
        assertFalse(read("backbone.id=mae-vit-base").model().backbone().options().has("dim"));
        assertTrue(read("backbone.id=mae-vit").model().backbone().options().has("dim"));
    }

    @Test
    void unknownKeysNameTheNearest() {
        assertTrue(refused("sed=1").contains("unknown experiment \"small\" key \"sed\"; did you mean \"seed\"?"));
        assertTrue(refused("tracker.windoed=true").contains("did you mean \"windowed\"?"));
        assertTrue(refused("search.sise=3").contains("did you mean \"size\"?"));
    }

    @Test
    void wrongValuesAreQuotedWithWhatIsExpected() {
        assertTrue(refused("search.size=big").contains("\"big\"; expected a whole number"));
        assertTrue(refused("sentence=maybe").contains("\"maybe\"; expected one of written, official, class, none"));
        assertTrue(refused("head.channels").contains("\"head.channels\" changes nothing"));
        assertTrue(refused("seed.deep=1").contains("\"seed\" is 7"));
        assertTrue(refused("precision=fp32,haed=bf16").contains("did you mean \"head\"?"));
        assertTrue(refused("tracker.clip_margin=0").contains("\"clip_margin\" of experiment \"small\" key \"tracker\" is \"0\"")
                && refused("tracker.clip_margin=0").contains("1..1000"), refused("tracker.clip_margin=0"));
        assertTrue(refused("head={}").contains("expected head: {id: ..."));
    }

    @Test
    void unknownExperimentListsTheKnownOnes() {
        GladException e = assertThrows(GladException.class, () -> experiments.read("smal", List.of()));
        assertEquals("unknown experiment \"smal\"; did you mean \"small\"? Known: small", e.getMessage());
    }

    @Test
    void damagedFilesAreNamedWithTheLine() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "text: {id: none\nhead: [");
        GladException e = assertThrows(GladException.class, () -> experiments.read("broken", List.of()));
        assertTrue(e.getMessage().contains("broken.yaml") && e.getMessage().contains("line"), e.getMessage());
        Files.writeString(folder.resolve("twice.yaml"), SMALL + "seed: 8\n");
        assertThrows(GladException.class, () -> experiments.read("twice", List.of()));
    }

    @Test
    void readsAFileElsewhere() {
        Path file = folder.resolve("small.yaml");
        assertEquals(read().content(), experiments.read(file.toString(), List.of()).content());
    }

    @Test
    void contentFollowsWhatDecides() {
        Map<String, String> content = read().content();
        assertEquals(content, read("description=another", "training.steps=99").content());
        assertEquals(content, read("seed=7", "search.factor=5.00").content());
        assertEquals("5", content.get("search.factor"));
        assertNotEquals(content, read("seed=8").content());
        assertNotEquals(content, read("head.channels=64").content());
    }
}
