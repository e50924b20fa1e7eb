package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.base.WholeFile;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.Composer;
import glad.runtime.LoadProgress;
import glad.runtime.Model;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training replaces its checkpoint while somebody evaluates it. */
class ReplacedWeightsTest {

    private static final List<String> SMALL = List.of("text.id=none", "diffusion.id=none", "fusion.id=none", "backbone.id=mae-vit",
            "backbone.dim=48", "backbone.depth=1", "backbone.heads=4", "head.channels=32", "template.size=32", "search.size=64",
            "weights=[weights.safetensors]");

    @TempDir
    private Path root;

    @Test
    void weightsThatAreReplacedWhileTheyAreReadAreReadAgain() throws IOException {
        WeightStore files = new WeightStore(root);
        Parts parts = Official.parts(files);
        ExperimentLoader loader = new ExperimentLoader(new Composer(parts), parts, files);
        Experiment experiment = Official.experiments().read("glad-b256", SMALL);
        Path file = root.resolve("weights.safetensors");
        try (Model model = new Composer(parts).compose(experiment.model(), Placement.cpu())) {
            model.weights().save(file, Map.of("made", "first"), SafetensorsWriter.Storage.F32);
            model.weights().save(root.resolve("next.safetensors"), Map.of("made", "second"), SafetensorsWriter.Storage.F32);
        }
        try (LoadedExperiment loaded = loader.load(experiment, Placement.cpu(), replacing(file, 1))) {
            assertEquals(Map.of("weights.safetensors", ContentHash.of(root.resolve("next.safetensors"))), loaded.weights());
        }
        GladException e = assertThrows(GladException.class, () -> loader.load(experiment, Placement.cpu(), replacing(file, 9)));
        assertTrue(e.getMessage().contains("were replaced each time"), e.getMessage());
    }

    /** Replaces a file at the first tensor of so many readings. */
    private Consumer<LoadProgress> replacing(Path file, int times) {
        int[] left = {times};
        return progress -> {
            if (progress.filled() == 1 && left[0]-- > 0) {
                try {
                    WholeFile.write(file, Files.readAllBytes(root.resolve("next.safetensors")));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
