package glad.backbone.mobilenet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.Mode;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.backbone.mobilenet.MobileNetV2;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Safetensors;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.GradientCheck;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MobileNetV2Test {

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

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
    void theShippedWeightsGiveTheMapsOfTheOriginal() throws IOException {
        try (MobileNetV2 network = new MobileNetV2(context(Precision.FP32), true);
                Goldens goldens = Goldens.resource("mobilenetv2.safetensors", manager)) {
            LoadReport report = load(network);
            assertTrue(report.complete() && report.unexpected().isEmpty(), report.summary());
            MobileNetV2.Maps maps = network.forward(image(goldens));
            goldens.assertClose("features.7.expand", maps.fine(), 2e-4);
            goldens.assertClose("features.13", maps.coarse(), 2e-3);
        }
    }

    @Test
    void theFineMapIsTheSameWithoutTheBlocksBehindIt() throws IOException {
        try (MobileNetV2 network = new MobileNetV2(context(Precision.FP32), false);
                Goldens goldens = Goldens.resource("mobilenetv2.safetensors", manager)) {
            load(network);
            assertEquals(60064, network.parameters().stream().mapToLong(p -> p.shape().size()).sum());
            goldens.assertClose("features.7.expand", network.forward(image(goldens)).fine(), 2e-4);
        }
    }

    @Test
    void bf16StaysClose() throws IOException {
        try (MobileNetV2 exact = new MobileNetV2(context(Precision.FP32), true);
                MobileNetV2 rough = new MobileNetV2(context(Precision.BF16), true);
                Goldens goldens = Goldens.resource("mobilenetv2.safetensors", manager)) {
            load(exact);
            load(rough);
            double[] expected = Goldens.doubles(exact.forward(image(goldens)).fine());
            double[] actual = Goldens.doubles(rough.forward(image(goldens)).fine().toType(DataType.FLOAT32, true));
            double gap = 0;
            double norm = 0;
            for (int i = 0; i < expected.length; i++) {
                gap += Math.pow(expected[i] - actual[i], 2);
                norm += expected[i] * expected[i];
            }
            assertTrue(gap > 0 && Math.sqrt(gap / norm) < 0.05, "off by " + Math.sqrt(gap / norm));
        }
    }

    @Test
    void itsGradientsAreThoseOfItsValues() {
        try (MobileNetV2 network = new MobileNetV2(context(Precision.FP32), true)) {
            network.mode(Mode.TRAIN);
            GradientCheck check = new GradientCheck(network.parameters(), scope -> {
                MobileNetV2.Maps maps = network.forward(DetFill.uniform(scope, "image", 1, 1, 3, 32, 32));
                NDArray weights = DetFill.uniform(scope, "weights", 1, maps.coarse().getShape().getShape());
                return maps.coarse().mul(weights).sum().add(maps.fine().mean());
            });
            check.reachesEveryParameter();
            check.agreesWithDifferences("features.7.depthwise.weight", 1e-3, 1e-2);
            check.agreesWithDifferences("features.13.project.weight", 1e-3, 1e-2);
        }
    }

    @Test
    void theBackboneGivesCellsOfEitherMap() {
        try (Backbone fine = backbone("map: fine", 128); Backbone coarse = backbone("map: coarse", 128)) {
            assertEquals(List.of(192, 16, 8), List.of(fine.width(), fine.searchSide(), fine.templateSide()));
            assertEquals(List.of(96, 8, 4), List.of(coarse.width(), coarse.searchSide(), coarse.templateSide()));
            for (Backbone backbone : List.of(fine, coarse)) {
                NDArray template = backbone.embedTemplate(new Template(manager.zeros(new Shape(2, 3, 64, 64)), null));
                assertEquals(new Shape(2, backbone.templateSide() * backbone.templateSide(), backbone.width()), template.getShape());
                NDArray search = backbone.forward(template, manager.zeros(new Shape(2, 3, 128, 128))).search();
                assertEquals(new Shape(2, backbone.searchSide() * backbone.searchSide(), backbone.width()), search.getShape());
            }
        }
    }

    @Test
    void otherSizesAndFilesAreRefused() {
        String message = assertThrows(GladException.class, () -> backbone("map: fine", 100)).getMessage();
        assertTrue(message.contains("\"100\"") && message.contains("multiple of 32"), message);
        message = assertThrows(FileNotFoundException.class, () -> new MobileNetFiles().open("weights")).getMessage();
        assertTrue(message.contains("\"weights\"") && message.contains("mobilenetv2-oidv4.safetensors"), message);
    }

    private LoadReport load(MobileNetV2 network) throws IOException {
        MobileNetFiles files = new MobileNetFiles();
        String name = files.names().iterator().next();
        try (InputStream in = files.open(name); Safetensors weights = Safetensors.read(name, in)) {
            return WeightLoader.load(weights, "", network.parameters(), manager);
        }
    }

    /** Returns the goldens' input, values in -1..1, as trackers hand images on. */
    private NDArray image(Goldens goldens) {
        NDArray mean = manager.create(MEAN, new Shape(1, 3, 1, 1));
        return goldens.get("input").add(1).div(2).sub(mean).div(manager.create(DEVIATION, new Shape(1, 3, 1, 1)));
    }

    private Backbone backbone(String options, int size) {
        MobileNetFactory factory = new MobileNetFactory();
        try {
            return factory.create(factory.options().read("backbone", new YAMLMapper().readTree("{" + options + "}")),
                    new PartInputs(0, size, 0, 0, List.of(), 0, 0, 0, 0), new PartContext(manager, Precision.FP32, 1));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private LayerContext context(Precision precision) {
        return new LayerContext(new PartContext(manager, precision, 1));
    }
}
