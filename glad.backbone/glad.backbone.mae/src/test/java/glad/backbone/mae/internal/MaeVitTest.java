package glad.backbone.mae.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaeVitTest {

    private static final String TINY = "{dim: 48, depth: 2, heads: 4, drop_path: 0}";
    private static final String NANO = "{stem: conv, mark_target: true, tied_qk: true, mlp_ratio: 3}";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void computesWhatTheOfficialNetworkComputesFromAnMaeCheckpoint() {
        try (Backbone vit = make(TINY, 64, Precision.FP32);
                Goldens goldens = Goldens.resource("vit_mae.safetensors", manager)) {
            LoadReport report = WeightLoader.load(goldens.file(), "ckpt.", vit.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertEquals(List.of("ckpt.cls_token"), report.unexpected());
            goldens.assertClose("out.pos_embed_t", parameter(vit, "pos_embed_t").array(), 1e-6);
            goldens.assertClose("out.pos_embed_s", parameter(vit, "pos_embed_s").array(), 1e-6);
            NDArray template = vit.embedTemplate(new Template(goldens.get("in.template"), null));
            Tokens tokens = vit.forward(template, goldens.get("in.search"));
            goldens.assertClose("out.template_tokens", tokens.template(), 1e-5);
            goldens.assertClose("out.search_tokens", tokens.search(), 1e-5);
            assertNull(tokens.detail());
        }
    }

    private static Parameter parameter(Backbone backbone, String name) {
        return backbone.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private Backbone make(String options, int searchSize, Precision precision) {
        MaeVitFactory factory = new MaeVitFactory();
        return factory.create(factory.options().read("backbone \"mae-vit\"", yaml(options)),
                new PartInputs(0, searchSize, 0, 0, List.of(), 0, 0, 0, 0), new PartContext(manager, precision, 7));
    }

    private static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) new ObjectMapper().configure(
                    com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
                    .readTree(text.replaceAll(": (conv|patch)", ": \"$1\""));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
