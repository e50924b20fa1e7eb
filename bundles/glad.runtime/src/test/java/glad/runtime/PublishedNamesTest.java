package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import glad.nn.weights.LoadReport;
import glad.nn.weights.SafetensorsWriter;
import glad.testing.DetFill;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedNamesTest {

    @TempDir
    private Path root;

    @Test
    void aCheckpointByAtcTracksNamesFillsEverythingAndSparePartsOfItsTextEncoderArentMentioned() {
        try (Model saved = make(); Model loaded = make(); NDManager scope = saved.manager().newSubManager()) {
            DetFill.fill(saved.parameters(), "");
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            saved.parameters().stream().filter(p -> !p.computed()).forEach(p -> tensors.put(official(p.name()), p.array()));
            tensors.put("text_encoder.embeddings.position_ids", scope.zeros(new Shape(1, 514)));
            tensors.put("text_encoder.pooler.dense.weight", scope.zeros(new Shape(4, 4)));
            tensors.put("something.else", scope.zeros(new Shape(1)));
            SafetensorsWriter.write(root.resolve("atc.safetensors"), tensors, Map.of(), SafetensorsWriter.Storage.F32);
            LoadReport report = loaded.weights().load(List.of("atc.safetensors"), new WeightStore(root), progress -> { });
            assertTrue(report.complete(), report.summary());
            assertEquals(List.of("something.else"), report.unexpected());
            for (int i = 0; i < saved.parameters().size(); i++) {
                Parameter parameter = saved.parameters().get(i);
                assertEquals(parameter.array(), loaded.parameters().get(i).array(), parameter.name());
            }
        }
    }

    private static Model make() {
        return new Composer(TinyGlad.parts()).compose(TinyGlad.context("", ""), Placement.cpu());
    }

    private static String official(String name) {
        return name.replaceFirst("^encoder\\.cls_prompts_pos", "cls_prompts_pos").replaceFirst("^encoder\\.", "backbone.")
                .replaceFirst("^head\\.", "box_head.");
    }
}
