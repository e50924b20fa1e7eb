package glad.text.clip.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.TestFiles;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text transformer of Stable Diffusion 1.5 in its own size. */
@Tag("full-size")
class FullSizeTest {

    static List<String> files() {
        return Goldens.found("full", "clip_text.*\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLayerGivesTheOfficialStates(String file) {
        ClipVitL14Factory factory = new ClipVitL14Factory(new TestFiles());
        try (NDManager manager = Torch.manager();
                Goldens g = Goldens.shared(file, manager);
                ClipText text = (ClipText) factory.create(
                        factory.options().read("text encoder", new JsonMapper().createObjectNode()
                                .put("tokenizer", "embedded:test/tokenizer.json")),
                        new PartInputs(512, 256, 0, 0, List.of(), 0, 0, 0, 0),
                        new PartContext(manager, Precision.FP32, 1))) {
            DetFill.fill(text.parameters(), "");
            NDArray ids = g.get("in.input_ids");
            List<NDArray> states = text.states(ids, manager.ones(ids.getShape()));
            for (int i = 0; i < states.size(); i++) {
                g.assertMatches("out.hidden_states." + i, states.get(i), 2e-4);
            }
            NDArray last = text.finish(states.get(states.size() - 1));
            g.assertMatches("out.last_hidden_state", last, 2e-4);
            long[] ends = ids.argMax(1).toLongArray();
            for (int i = 0; i < ends.length; i++) {
                Goldens.assertClose("out.pooler_output", Goldens.doubles(g.get("out.pooler_output").get(i)),
                        Goldens.doubles(last.get(new NDIndex("{}, {}", i, ends[i]))), 2e-4);
            }
        }
    }
}
