package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.runtime.Model;
import glad.runtime.ModelInputs;
import glad.runtime.StageTimes;
import glad.runtime.TargetState;
import glad.testing.DetFill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GLAD on Fast-iTPN and RoBERTa, in a small size. */
class ItpnExperimentTest {

    private static final List<String> SMALL = List.of("text.id=roberta", "text.vocabulary=50000", "text.width=32", "text.layers=1", "text.heads=4",
            "diffusion.id=sd-lcm", "diffusion.heads=4", "diffusion.groups=10", "diffusion.unet_channels=[20, 40, 40, 40]",
            "diffusion.vae_channels=[8, 16, 16, 16]", "diffusion.vae_layers=2", "diffusion.vae_groups=4", "backbone.id=fast-itpn",
            "backbone.dim=64", "backbone.depths=[1, 1, 1]", "backbone.heads=4", "fusion.heads=4", "head.channels=32", "template.size=128", "search.size=64");

    @TempDir
    private Path root;

    @Test
    void theExperimentNamesItsPartsAndWhatTheyBeginWith() {
        Experiment experiment = Official.experiments().read("glad-itpn-b256", List.of());
        assertEquals("roberta-base", experiment.model().text().id());
        assertEquals("fast-itpn-base", experiment.model().backbone().id());
        assertTrue(experiment.weights().isEmpty(), experiment.weights().toString());
        assertEquals("[{\"file\":\"roberta-base\",\"fills\":[\"text\"]},{\"file\":\"stable-diffusion-v1-5\",\"fills\":[\"diffusion\"]},"
                + "\"lcm-lora-sdv1-5/pytorch_lora_weights.safetensors\",{\"file\":\"fast_itpn_base_clipl_e1600.pt\",\"fills\":[\"backbone\"]}]",
                experiment.training().get("initial").toString());
        assertEquals(19_200_000, experiment.training().get("stages").get(0).get("samples").intValue());
    }

    @Test
    void aStageIsChangedByItsNumber() {
        Experiment experiment = Official.experiments().read("glad-itpn-b256", List.of("training.stages.1.micro_batch=16"));
        assertEquals(16, experiment.training().get("stages").get(0).get("micro_batch").intValue());
        assertEquals(256, experiment.training().get("stages").get(0).get("batch").intValue());
        GladException refused = assertThrows(GladException.class,
                () -> Official.experiments().read("glad-itpn-b256", List.of("training.stages.2.batch=16")));
        assertEquals("\"training.stages.2.batch\" can't be set: \"2\" is no entry of \"stages\"; expected a number from 1 to 1", refused.getMessage());
    }

    @Test
    void itsPartsFitEachOtherAndFindABox() throws IOException {
        try (Model model = Official.compose("glad-itpn-b256", Precision.FP32, root, SMALL); NDManager scope = model.manager().newSubManager()) {
            TargetState target = model.pass().target(
                    new Template(DetFill.uniform(scope, "input.template", 2, 1, 3, 128, 128), scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4))),
                    model.text().encode(List.of("t320 t2866"), scope), model.nullText(),
                    ModelInputs.noise(scope, new Random(1), model.diffusion().noiseShape(), 1), new StageTimes());
            Prediction found = model.pass().predict(target, DetFill.uniform(scope, "input.search", 2, 1, 3, 64, 64), null, new StageTimes());
            for (float value : found.boxes().toFloatArray()) {
                assertTrue(value >= 0 && value <= 1.01, "box " + value);
            }
        }
    }
}
