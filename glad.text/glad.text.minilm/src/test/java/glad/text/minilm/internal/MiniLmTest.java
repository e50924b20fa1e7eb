package glad.text.minilm.internal;

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
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightFile;
import glad.nn.weights.WeightLoader;
import glad.testing.Goldens;
import glad.testing.TestFiles;
import glad.testing.TextTransformerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmTest extends TextTransformerContract {

    private static final PartInputs INPUTS = new PartInputs(128, 64, 0, 0, List.of(), 0, 0, 0, 0);

    @TempDir
    private static Path folder;

    MiniLmTest() {
        super("key.bias");
    }

    @BeforeAll
    static void writeTokenizer() throws IOException {
        WordPieces.write(folder.resolve("tokenizer.json"));
    }

    @Override
    protected TextEncoderFactory factory() {
        return new MiniLmFactory(new TestFiles());
    }

    @Override
    protected String options() {
        return tiny().toString().replaceAll("^\\{|}$", "");
    }

    @Override
    protected TextEncoder small(NDManager manager, Precision precision) {
        return make(manager, tiny(), precision);
    }

    private static ObjectNode tiny() {
        return new JsonMapper().createObjectNode().put("vocabulary", 20).put("width", 32).put("layers", 2).put("heads", 4)
                .put("mlp_ratio", 2.0).put("positions", 12).put("length", 12).put("tokenizer", folder.toString());
    }

    private static TextEncoder make(NDManager manager, ObjectNode options, Precision precision) {
        MiniLmFactory factory = new MiniLmFactory(new TestFiles());
        return factory.create(factory.options().read("text encoder \"minilm\"", options), INPUTS, new PartContext(manager, precision, 1));
    }

    /** The sentences of the goldens, whose tokens and features were computed in NumPy in float64 from the artefact's numbers. */
    @Test
    void computesWhatMiniLmComputesFromTheMavenArtefact() {
        Path artefact = Artefact.path();
        ObjectNode options = new JsonMapper().createObjectNode().put("length", 16).put("tokenizer", artefact.toString());
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("minilm.safetensors", manager);
                TextEncoder text = make(manager, options, Precision.FP32);
                WeightFile weights = WeightFile.open(artefact)) {
            LoadReport report = WeightLoader.load(weights, "", text.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertEquals(List.of("embeddings.position_ids"), report.unexpected());
            TextFeatures found = text.encode(
                    List.of("the red ball behind the lamppost", "a man's blue-grey jacket, walking"), manager);
            NDArray ids = goldens.get("ids");
            assertEquals(ids.neq(0).toType(DataType.FLOAT32, true), found.mask());
            goldens.assertClose("features", found.tokens().mul(found.mask().expandDims(2)), 2e-5);
        }
    }

    @Test
    void sentencesLongerThanThePositionsAreRefused() {
        try (NDManager manager = Torch.manager()) {
            GladException e = assertThrows(GladException.class, () -> make(manager, tiny().put("length", 13), Precision.FP32));
            assertTrue(e.getMessage().contains("\"13\"") && e.getMessage().contains("at most 12"), e.getMessage());
            assertEquals(2, e.exitCode());
        }
    }

    @Test
    void whatIsPaddedChangesNothing() {
        try (NDManager manager = Torch.manager();
                TextEncoder shorter = make(manager, tiny().put("length", 5), Precision.FP32);
                TextEncoder longer = make(manager, tiny(), Precision.FP32)) {
            TextFeatures a = shorter.encode(List.of("a red box"), manager);
            TextFeatures b = longer.encode(List.of("a red box"), manager);
            assertEquals(new Shape(1, 5, 32), a.tokens().getShape());
            Goldens.assertClose("tokens", Goldens.doubles(a.tokens()), Goldens.doubles(b.tokens().get(":, :5")), 1e-5);
        }
    }
}
