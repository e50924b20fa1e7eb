package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import glad.api.data.TrainingPair;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What isn't trained computes in inference, keeps no fp32 masters and isn't in checkpoints. */
class FrozenPartsTest {

    private static final Set<PartKind> FROZEN = Set.of(PartKind.TEXT, PartKind.DIFFUSION);

    @TempDir
    Path folder;

    private final Composer composer = TrainerTest.composer();

    @Test
    void gradientsAreThoseOfATrainingInWhichEverythingIsInTraining() {
        List<TrainingPair> pairs = LongStream.range(0, 4).mapToObj(TrainerTest::pair).toList();
        double[][] losses = new double[2][];
        double[][] gradients = new double[2][];
        for (int i = 0; i < 2; i++) {
            try (Model model = composer.compose(TrainerTest.spec(), Placement.cpu())) {
                StageModel view = new StageModel(model);
                view.freeze(i == 0 ? Set.of() : FROZEN);
                try (TrackerStage stage = new TrackerStage(TrainerTest.trackerLoss(), view);
                        AdamW optimiser = new AdamW(stage.parameters(), settings(), model.manager());
                        Replicas replicas = new Replicas(model, stage, stage.parameters(), 4)) {
                    replicas.prepare();
                    losses[i] = replicas.gradients(pairs, 3);
                    Parameter cues = stage.parameters().values().stream()
                            .filter(p -> p.name().startsWith("pm.") && p.learned() && p.shape().dimension() > 1).findFirst().orElseThrow();
                    gradients[i] = Goldens.doubles(cues.array().getGradient());
                    assertEquals(0, optimiser.updates());
                }
            }
        }
        assertTrue(Arrays.stream(gradients[0]).anyMatch(value -> Math.abs(value) > 1e-6), "no gradient");
        Goldens.assertClose("loss", losses[0], losses[1], 1e-6);
        Goldens.assertClose("gradient", gradients[0], gradients[1], 1e-5);
    }

    private static AdamW.Settings settings() {
        return new AdamW.Settings(1e-3, 0.9, 0.999, 0, false, 1, List.of());
    }

    @Test
    void partsFromInitialWeightsKeepNoMastersAndAreNotInCheckpoints() throws IOException {
        try (Model model = composer.compose(TrainerTest.spec(), Placement.cpu())) {
            model.weights().save(folder.resolve("pretrained.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        }
        WeightStore files = new WeightStore(folder);
        String initial = "[{file: pretrained.safetensors, fills: [text, diffusion]}]";
        assertTrue(TrainerTest.tracker(folder.resolve("straight"), files, initial, index -> TrainerTest.pair(index)).run());
        Path checkpoint = folder.resolve("straight/checkpoint.safetensors");
        try (Safetensors saved = Safetensors.open(checkpoint); WeightFile weights = WeightFile.open(folder.resolve("straight/weights.safetensors"))) {
            assertFalse(saved.tensors().keySet().stream().anyMatch(name -> name.contains("unet.") || name.contains("vae.")
                    || name.contains("text_encoder.")), saved.tensors().keySet().toString());
            assertTrue(saved.tensors().containsKey("model.encoder.norm.weight"));
            assertEquals("[\"pretrained.safetensors\"]", weights.metadata().get(WeightFile.BEFORE));
        }
        try (Model model = composer.compose(TrainerTest.spec(), Placement.cpu())) {
            LoadReport report = model.weights().load(List.of("pretrained.safetensors", checkpoint.toString()), files, progress -> { });
            assertTrue(report.complete(), report.summary());
        }
        assertThrows(IllegalStateException.class, () -> TrainerTest.tracker(folder.resolve("died"), files, initial, index -> {
            if (index >= 8) {
                throw new IllegalStateException("died");
            }
            return TrainerTest.pair(index);
        }).run());
        assertTrue(TrainerTest.tracker(folder.resolve("died"), files, initial, index -> TrainerTest.pair(index)).run());
        assertArrayEquals(Files.readAllBytes(folder.resolve("straight/weights.safetensors")),
                Files.readAllBytes(folder.resolve("died/weights.safetensors")));
    }

    @Test
    void initialWeightsOfAFrozenPartAreRoundedAsTheyAreRead() throws IOException {
        try (Model model = composer.compose(TrainerTest.spec(), Placement.cpu())) {
            model.weights().save(folder.resolve("pretrained.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        }
        try (NDManager manager = Torch.manager(); Safetensors file = Safetensors.open(folder.resolve("pretrained.safetensors"));
                Model model = composer.compose(TrainerTest.spec(), new Placement(Device.cpu(), Precision.BF16, 0))) {
            model.weights().initialise(List.of("pretrained.safetensors"), new WeightStore(folder), FROZEN);
            for (PartKind kind : List.of(PartKind.DIFFUSION, PartKind.BACKBONE)) {
                Parameter first = model.parameters(kind).stream().filter(p -> p.learned() && p.shape().dimension() > 1).findFirst().orElseThrow();
                // A master that was given up is made again of the rounded values.
                assertEquals(kind == PartKind.BACKBONE, first.array().equals(file.read(first.name(), manager)), first.name());
            }
        }
    }
}
