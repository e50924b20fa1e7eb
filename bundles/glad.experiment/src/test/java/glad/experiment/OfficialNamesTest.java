package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and shapes of the official state dicts; no parameter is drawn for that. */
class OfficialNamesTest {

    @TempDir
    private Path root;

    static List<String> trackers() {
        return Goldens.found("full", "glad_[A-Z]+[0-9]+\\.keys\\.json");
    }

    private static Map<String, String> keys(String file) throws IOException {
        Map<String, String> shapes = new TreeMap<>();
        new JsonMapper().readTree(Goldens.sharedFile(file).toFile()).properties()
                .forEach(e -> shapes.put(e.getKey(), e.getValue().get(1).toString()));
        return shapes;
    }

    private static String shape(Shape shape) {
        return Arrays.toString(shape.getShape()).replace(" ", "");
    }

    @ParameterizedTest
    @MethodSource("trackers")
    void theTrackersParametersAreTheOfficialOnes(String file) throws IOException {
        String name = "glad-" + file.replaceFirst("^.*?_([A-Z]+[0-9]+).*$", "$1").toLowerCase(Locale.ROOT);
        Map<String, String> expected = keys(file);
        try (Model model = Official.compose(name, Precision.FP32, root, List.of())) {
            Map<String, String> own = new TreeMap<>();
            for (PartKind kind : List.of(PartKind.BACKBONE, PartKind.FUSION, PartKind.HEAD)) {
                model.parameters(kind).forEach(p -> own.put(p.name(), shape(p.shape())));
            }
            assertEquals(expected, own);
        }
    }

    @Test
    void theFrozenNetworksParametersAreAmongThePipelines() throws IOException {
        Map<String, String> official = new TreeMap<>();
        keys("full/sd15_unet.keys.json").forEach((key, shape) -> official.put("unet." + key, shape));
        keys("full/sd15_vae.keys.json").forEach((key, shape) -> official.put("vae." + key, shape));
        keys("full/clip_text.keys.json").forEach((key, shape) -> official.put("text_encoder." + key, shape));
        try (Model model = Official.compose("glad-b256", Precision.FP32, root, List.of())) {
            for (PartKind kind : List.of(PartKind.TEXT, PartKind.DIFFUSION)) {
                for (Parameter parameter : model.parameters(kind)) {
                    assertEquals(official.get(parameter.name()), shape(parameter.shape()), parameter.name());
                }
            }
        }
    }

    @Test
    void theLargeTrackerComposesAsPublished() throws IOException {
        try (Model model = Official.compose("glad-l384", Precision.FP32, root, List.of())) {
            assertEquals(24, model.head().mapSide());
            assertEquals(1024, model.backbone().width());
            assertTrue(model.parameters().stream().anyMatch(p -> p.name().equals("encoder.blocks.23.mlp.fc2.bias")));
            assertEquals("[1,576,1024]", model.parameters().stream().filter(p -> p.name().equals("encoder.pos_embed_s"))
                    .map(p -> shape(p.shape())).findFirst().orElseThrow());
        }
    }
}
