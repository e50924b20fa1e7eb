package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Lora;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Low-rank changes of the U-Net, against diffusers' {@code load_lora_weights} and {@code fuse_lora}. */
class LoraTest {

    private static final String PREFIX = "lora_unet_";

    private NDManager manager;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static List<String> files() {
        return Goldens.found("tiny", "lora_.*\\.safetensors");
    }

    private UNet unet(boolean half) {
        UNet unet = new UNet(new LayerContext(new PartContext(manager, Precision.FP32, 1)),
                new UNetConfig(4, List.of(20, 40, 40, 40), 2, 4, 10, 32, half));
        DetFill.fill(unet.parameters(), "");
        return unet;
    }

    /** Writes the file as it is published: the golden's tensors below {@code lora.}. */
    private Path published(Goldens g) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (String name : g.file().tensors().keySet()) {
            if (name.startsWith("lora.")) {
                tensors.put(name.substring("lora.".length()), g.get(name));
            }
        }
        return write(tensors);
    }

    private Path write(Map<String, NDArray> tensors) {
        Path file = folder.resolve("pytorch_lora_weights.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of(), SafetensorsWriter.Storage.F32);
        return file;
    }

    private static Parameter parameter(UNet unet, String name) {
        return unet.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("files")
    void mergesAsDiffusersDoes(String name) {
        try (Goldens g = Goldens.shared(name, manager);
                UNet unet = unet(false);
                WeightFile file = WeightFile.open(published(g))) {
            assertTrue(Lora.is(file));
            LoadReport report = Lora.merge(file, PREFIX, unet.parameters(), manager);
            assertTrue(report.complete() && report.unexpected().isEmpty(), report.summary());
            List<String> fused = g.file().tensors().keySet().stream().filter(n -> n.startsWith("fused.")).toList();
            assertEquals(fused.size(), report.loaded().size());
            for (String tensor : fused) {
                g.assertClose(tensor, parameter(unet, tensor.substring("fused.".length())).array(), 1e-6);
            }
            NDArray step = manager.create(new float[] {159});
            g.assertClose("out.sample", unet.full(g.get("in.latents"), step, g.get("in.text")), 1e-5);
            NDList maps = unet.half(g.get("in.latents"), step, g.get("in.text"));
            List<String> names = List.of("out.latent0_down5th", "out.latent1_down6th", "out.latent2_mid7th");
            for (int i = 0; i < names.size(); i++) {
                if (g.has(names.get(i))) {
                    g.assertClose(names.get(i), maps.get(i), 2e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void layersOfTheMissingWayUpAreNamedAndLeftAlone(String name) {
        try (Goldens g = Goldens.shared(name, manager);
                UNet unet = unet(true);
                WeightFile file = WeightFile.open(published(g))) {
            LoadReport report = Lora.merge(file, PREFIX, unet.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertFalse(report.unexpected().isEmpty());
            assertTrue(report.unexpected().stream().allMatch(n -> n.startsWith(PREFIX + "up_blocks_")), report.summary());
        }
    }

    @Test
    void theFactorIsAlphaOverRankAndOneWithoutAlpha() {
        String layer = PREFIX + "time_embedding_linear_1";
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put(layer + ".lora_down.weight", manager.ones(new Shape(2, 20)));
        tensors.put(layer + ".lora_up.weight", manager.ones(new Shape(80, 2)).mul(0.25f));
        assertEquals(0.5, change(tensors), 1e-6);
        tensors.put(layer + ".alpha", manager.create(0.5f));
        assertEquals(0.125, change(tensors), 1e-6);
    }

    private double change(Map<String, NDArray> tensors) {
        try (UNet unet = unet(true); WeightFile file = WeightFile.open(write(tensors))) {
            NDArray weight = parameter(unet, "time_embedding.linear_1.weight").array();
            float before = weight.toFloatArray()[7];
            Lora.merge(file, PREFIX, unet.parameters(), manager);
            return weight.toFloatArray()[7] - before;
        }
    }

    @Test
    void aChangeOfAnotherShapeIsReportedAndAnotherFormatRefused() {
        String layer = PREFIX + "time_embedding_linear_1";
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put(layer + ".lora_down.weight", manager.ones(new Shape(2, 21)));
        tensors.put(layer + ".lora_up.weight", manager.ones(new Shape(80, 2)));
        try (UNet unet = unet(true); WeightFile file = WeightFile.open(write(tensors))) {
            LoadReport report = Lora.merge(file, PREFIX, unet.parameters(), manager);
            assertEquals(1, report.misshapen().size());
        }
        tensors.remove(layer + ".lora_up.weight");
        try (UNet unet = unet(true); WeightFile file = WeightFile.open(write(tensors))) {
            GladException e = assertThrows(GladException.class,
                    () -> Lora.merge(file, PREFIX, unet.parameters(), manager));
            assertTrue(e.getMessage().contains(layer + ".lora_up.weight"), e.getMessage());
        }
        Map<String, NDArray> other = Map.of("unet.mid_block.attentions.0.proj_in.lora_A.weight", manager.ones(new Shape(2, 2)));
        try (UNet unet = unet(true); WeightFile file = WeightFile.open(write(other))) {
            assertTrue(Lora.is(file));
            GladException e = assertThrows(GladException.class,
                    () -> Lora.merge(file, PREFIX, unet.parameters(), manager));
            assertTrue(e.getMessage().contains("\"unet.mid_block.attentions.0.proj_in.lora_A.weight\""), e.getMessage());
        }
    }
}
