package glad.text.minilm.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.Mode;
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
import glad.testing.TestFiles;
import glad.testing.TextEncoderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest extends TextEncoderContract {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeTokenizer() throws IOException {
        WordPieces.write(folder.resolve("tokenizer.json"));
    }

    @Override
    protected TextEncoderFactory factory() {
        return new WordVectorsFactory(new TestFiles());
    }

    @Override
    protected String options() {
        return tiny().toString().replaceAll("^\\{|}$", "");
    }

    private static ObjectNode tiny() {
        return new JsonMapper().createObjectNode().put("vocabulary", 20).put("width", 4).put("length", 6).put("tokenizer", folder.toString());
    }

    private static TextEncoder make(NDManager manager, ObjectNode options) {
        WordVectorsFactory factory = new WordVectorsFactory(new TestFiles());
        return factory.create(factory.options().read("text encoder \"word-vectors\"", options),
                new PartInputs(128, 64, 0, 0, List.of(), 0, 0, 0, 0), new PartContext(manager, Precision.FP32, 1));
    }

    @Test
    void eachTokenIsItsRowWhereverItStands() {
        try (NDManager manager = Torch.manager(); TextEncoder text = make(manager, tiny())) {
            NDArray table = text.parameters().get(0).array();
            TextFeatures found = text.encode(List.of("a red box", "box a"), manager);
            assertEquals(table.get(6), found.tokens().get("0, 3"));
            assertEquals(table.get(6), found.tokens().get("1, 1"));
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0}, found.mask().toFloatArray());
        }
    }

    @Test
    void onlyRowsOfTheSentenceGetAGradient() {
        try (NDManager manager = Torch.manager(); TextEncoder text = make(manager, tiny())) {
            text.mode(Mode.TRAIN);
            NDArray table = text.parameters().get(0).array();
            table.setRequiresGradient(true);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                collector.backward(text.encode(List.of("red red"), manager).tokens().sum());
            }
            float[] rows = table.getGradient().sum(new int[] {1}).toFloatArray();
            assertEquals(2 * 4, rows[5]);
            assertEquals(0, rows[6]);
        }
    }

    @Test
    void aWiderTableKeepsItsLargestComponents() {
        try (NDManager manager = Torch.manager(); TextEncoder text = make(manager, tiny())) {
            // Six columns of variances 36, 25, ..., 1: the last two are dropped.
            Random random = new Random(1);
            float[] values = new float[20 * 6];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * (6 - i % 6) * (i % 6 < 4 ? 100 : 1);
            }
            NDArray source = manager.create(values, new Shape(20, 6));
            NDArray adapted = text.parameters().get(0).adapt(source);
            assertEquals(new Shape(20, 4), adapted.getShape());
            assertEquals(1, adapted.square().mean().getFloat(), 1e-5);
            // Distances between rows hardly change but for the scale, which is the same for all.
            double[] ratios = new double[19];
            for (int i = 1; i < 20; i++) {
                ratios[i - 1] = adapted.get(i).sub(adapted.get(0)).norm().getFloat() / source.get(i).sub(source.get(0)).norm().getFloat();
            }
            for (double ratio : ratios) {
                assertEquals(ratios[0], ratio, 1e-3 * ratios[0]);
            }
            assertNull(text.parameters().get(0).adapt(manager.zeros(new Shape(20, 3))), "a narrower table");
            assertNull(text.parameters().get(0).adapt(manager.zeros(new Shape(21, 6))), "another vocabulary");
        }
    }

    @Test
    void theMavenArtefactFillsATableInWhichLikeWordsAreAlike() {
        Path artefact = Artefact.path();
        try (NDManager manager = Torch.manager();
                TextEncoder text = make(manager, new JsonMapper().createObjectNode().put("tokenizer", artefact.toString()));
                WeightFile weights = WeightFile.open(artefact)) {
            LoadReport report = WeightLoader.load(weights, "", text.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            NDArray words = text.encode(List.of("car", "truck", "dog"), manager).tokens().get(":, 1");
            // The same components of the same table in NumPy: 0.466 and 0.319.
            assertEquals(0.466, cosine(words.get(0), words.get(1)), 0.005);
            assertEquals(0.319, cosine(words.get(0), words.get(2)), 0.005);
        }
    }

    private static double cosine(NDArray a, NDArray b) {
        return a.mul(b).sum().getFloat() / (a.norm().getFloat() * b.norm().getFloat());
    }
}
