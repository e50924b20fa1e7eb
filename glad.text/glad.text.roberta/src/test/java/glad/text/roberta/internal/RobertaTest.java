package glad.text.roberta.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.TestFiles;
import glad.testing.TextTransformerContract;
import glad.text.roberta.BertEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RobertaTest extends TextTransformerContract {

    private static final PartInputs INPUTS = new PartInputs(128, 64, 0, 0, List.of(), 0, 0, 0, 0);

    @TempDir
    private static Path folder;

    RobertaTest() {
        super("key.bias");
    }

    @Override
    protected TextEncoderFactory factory() {
        return new RobertaFactory(new TestFiles());
    }

    @Override
    protected String options() {
        return tiny().toString().replaceAll("^\\{|}$", "");
    }

    @Override
    protected TextEncoder small(NDManager manager, Precision precision) {
        return make(manager, tiny(), precision);
    }

    /** Writes a vocabulary of letters without pairs. */
    @BeforeAll
    static void writeTokenizer() throws IOException {
        ObjectNode vocabulary = new JsonMapper().createObjectNode();
        for (String token : List.of("<s>", "<pad>", "</s>", "<unk>", "\u0120", "a", "b", "d", "e", "o", "r", "x")) {
            vocabulary.put(token, vocabulary.size());
        }
        Files.writeString(folder.resolve("vocab.json"), vocabulary.toString());
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
    }

    /** The size of the goldens. */
    private static ObjectNode tiny() {
        return new JsonMapper().createObjectNode().put("vocabulary", 120).put("width", 32).put("layers", 2)
                .put("heads", 4).put("mlp_ratio", 2.0).put("positions", 40).put("length", 20)
                .put("tokenizer", folder.toString());
    }

    private static BertEncoder make(NDManager manager, ObjectNode options, Precision precision) {
        return make(new RobertaFactory(new TestFiles()), manager, options, precision);
    }

    private static BertEncoder make(RobertaFactory factory, NDManager manager, ObjectNode options, Precision precision) {
        return (BertEncoder) factory.create(factory.options().read("text encoder \"roberta\"", options), INPUTS,
                new PartContext(manager, precision, 1));
    }

    @Test
    void computesWhatTheOfficialEncoderComputes() {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("roberta.safetensors", manager);
                BertEncoder text = make(manager, tiny(), Precision.FP32)) {
            LoadReport report = WeightLoader.load(goldens.file(), "w.", text.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertEquals(List.of("w.pooler.dense.weight", "w.pooler.dense.bias"),
                    report.unexpected().stream().filter(n -> n.startsWith("w.")).toList());
            NDArray ids = goldens.get("in.input_ids");
            List<NDArray> states = text.states(ids, goldens.get("in.attention_mask").toType(DataType.FLOAT32, true));
            goldens.assertClose("out.embeddings", states.get(0), 1e-5);
            goldens.assertClose("out.hidden_states.1", states.get(1), 1e-5);
            goldens.assertClose("out.last_hidden_state", states.get(2), 1e-5);
            List<NDArray> open = text.states(ids, manager.ones(ids.getShape()));
            goldens.assertClose("out.nomask.last_hidden_state", open.get(2), 1e-5);
        }
    }

    static List<String> fullSize() {
        return Goldens.found("full", "roberta_.*\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("fullSize")
    @Tag("full-size")
    void computesWhatRobertaBaseComputes(String file) {
        ObjectNode options = new JsonMapper().createObjectNode().put("tokenizer", folder.toString());
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.shared(file, manager);
                BertEncoder text = make(new RobertaBaseFactory(new TestFiles()), manager, options, Precision.FP32)) {
            DetFill.fill(text.parameters(), "");
            List<NDArray> states = text.states(goldens.get("in.input_ids"),
                    goldens.get("in.attention_mask").toType(DataType.FLOAT32, true));
            goldens.assertMatches("out.embeddings", states.get(0), 2e-4);
            for (int i = 0; i < states.size(); i++) {
                goldens.assertMatches("out.hidden_states." + i, states.get(i), 2e-4);
            }
            goldens.assertMatches("out.last_hidden_state", states.get(12), 2e-4);
        }
    }

    @Test
    void takesItsWeightsFromCheckpointsOfTheWholeLanguageModel() {
        try (NDManager manager = Torch.manager(); BertEncoder text = make(manager, tiny(), Precision.FP32)) {
            for (Parameter parameter : text.parameters()) {
                assertEquals(List.of("roberta." + parameter.name()), parameter.pretrainedNames());
            }
        }
    }

    @Test
    void whatIsPaddedChangesNothing() {
        try (NDManager manager = Torch.manager();
                BertEncoder shorter = make(manager, tiny().put("length", 11), Precision.FP32);
                BertEncoder longer = make(manager, tiny(), Precision.FP32)) {
            DetFill.fill(shorter.parameters(), "");
            DetFill.fill(longer.parameters(), "");
            TextFeatures a = shorter.encode(List.of("", "a red box"), manager);
            TextFeatures b = longer.encode(List.of("", "a red box"), manager);
            assertEquals(new Shape(2, 20, 32), b.tokens().getShape());
            assertArrayEquals(new float[] {2, 11}, b.mask().sum(new int[] {1}).toFloatArray());
            Goldens.assertClose("tokens of the sentence", Goldens.doubles(a.tokens().get("1")),
                    Goldens.doubles(b.tokens().get("1, :11")), 1e-5);
            Goldens.assertClose("tokens of no sentence", Goldens.doubles(a.tokens().get("0, :2")),
                    Goldens.doubles(b.tokens().get("0, :2")), 1e-5);
        }
    }

    @Test
    void sentencesLongerThanThePositionsAndHeadsThatDontDivideTheWidthAreRefused() {
        try (NDManager manager = Torch.manager()) {
            GladException length = assertThrows(GladException.class,
                    () -> make(manager, tiny().put("length", 39), Precision.FP32));
            assertTrue(length.getMessage().contains("at most 38"), length.getMessage());
            GladException heads = assertThrows(GladException.class,
                    () -> make(manager, tiny().put("heads", 5), Precision.FP32));
            assertEquals(2, heads.exitCode());
        }
    }
}
