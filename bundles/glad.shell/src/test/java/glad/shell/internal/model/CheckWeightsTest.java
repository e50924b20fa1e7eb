package glad.shell.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.Model;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.run.ProfileVerb;
import glad.testing.PublishedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./glad weights EXPERIMENT --check}: what each file gives, without running the tracker. */
class CheckWeightsTest {

    @TempDir
    static Path folder;

    private static TinyTracker tiny;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = new TinyTracker(folder, "[all.safetensors, head.safetensors]");
        try (Model model = tiny.composer.compose(tiny.experiments.read("tiny", List.of()).model(), Placement.cpu())) {
            write(model, "all.safetensors", "", "decoder.weight");
            write(model, "head.safetensors", "head.", "");
            write(model, "encoder.safetensors", "encoder.", "");
            write(model, "scaled.safetensors", "", "encoder.blocks.0.gamma_1");
        }
        PublishedWeights.torchZip(folder.resolve("other.pth"), "net",
                List.of(PublishedWeights.detFill("else.weight", new Shape(3)), PublishedWeights.detFill("else.bias", new Shape(3))));
    }

    private static void write(Model model, String file, String prefix, String more) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        model.parameters().stream().filter(p -> p.name().startsWith(prefix)).forEach(p -> arrays.put(p.name(), p.array()));
        if (!more.isEmpty()) {
            arrays.put(more, model.manager().ones(new Shape(32)));
        }
        SafetensorsWriter.write(folder.resolve(file), arrays, Map.of(), SafetensorsWriter.Storage.F32);
    }

    private int check(String... more) {
        List<String> words = new ArrayList<>(List.of("weights", "tiny", "--check"));
        words.addAll(List.of(more));
        return tiny.run(new WeightsVerb(tiny.models(folder), new WeightStore(folder)), words);
    }

    @Test
    void everyFileIsToldWithWhatItFillsAndHoldsBesides() throws IOException {
        assertEquals(0, check("--json"), tiny.err());
        JsonNode json = tiny.json();
        int all = json.path("parameters").asInt();
        assertTrue(all > 20 && json.path("complete").asBoolean(), tiny.out());
        assertEquals(all, json.path("files").get(0).path("filled").asInt());
        assertEquals("[\"decoder.weight\"]", json.path("files").get(0).path("unexpected").toString());
        assertEquals(0, json.path("files").get(1).path("missing").size());
        assertTrue(json.path("files").get(1).path("filled").asInt() < all);
        assertEquals(0, check(), tiny.err());
        assertTrue(tiny.out().contains("unexpected: decoder.weight") && tiny.out().endsWith(all + " of " + all + " parameters filled\n"),
                tiny.out());
    }

    @Test
    void whatIsMissingIsNamedAndTheExitCodeSaysSo() throws IOException {
        assertEquals(1, check("--weights", folder.resolve("encoder.safetensors").toString()));
        assertTrue(tiny.out().contains("parameters filled") && tiny.err().contains("don't fill the model")
                && tiny.err().contains("head."), tiny.out() + tiny.err());
        assertEquals(1, check("--json", "--weights", folder.resolve("encoder.safetensors").toString()));
        assertTrue(tiny.json().path("missing").size() > 5 && tiny.json().path("problems").size() == 1, tiny.out());
        assertEquals(1, check("--set", "head.channels=32"));
        assertTrue(tiny.out().contains("misshapen: head.") && tiny.err().contains("of another shape"), tiny.out() + tiny.err());
    }

    @Test
    void aFileThatFillsNothingIsAnErrorThereAndWhenTheTrackerRuns() throws IOException {
        String other = folder.resolve("other.pth").toString();
        assertEquals(1, check("--weights", folder.resolve("all.safetensors").toString(), "--weights", other));
        assertTrue(tiny.err().contains("\"" + other + "\" fill nothing of this model (their tensors: else.weight, else.bias)"), tiny.err());
        tiny.refused(1, tiny.run(new ProfileVerb(tiny.models(folder)), List.of("profile", "tiny", "--weights",
                folder.resolve("all.safetensors").toString(), "--weights", other)), "fill nothing of this model");
    }

    @Test
    void tensorsThatWouldBeDroppedAlthoughTheyCountAreErrors() {
        assertEquals(1, check("--weights", folder.resolve("scaled.safetensors").toString()));
        assertTrue(tiny.err().contains("encoder.blocks.0.gamma_1") && tiny.err().contains("no option of backbone mae-vit"), tiny.err());
    }

    @Test
    void anExperimentIsNeededAndOneWithFiles() {
        tiny.refused(2, tiny.run(new WeightsVerb(tiny.models(folder), new WeightStore(folder)),
                List.of("weights", "--check")), "expected ./glad weights EXPERIMENT --check");
        tiny.refused(2, check("--weights", "random"), "names no weight files");
        tiny.refused(1, check("--weights", "gone.safetensors"), "gone.safetensors");
    }
}
