package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.backbone.itpn.internal.FastItpnFactory;
import glad.nn.weights.LoadReport;
import glad.nn.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of a model gave, and what is refused. */
class WeightReportTest {

    @TempDir
    Path root;

    private static Model compose(ModelSpec spec) {
        Parts parts = TinyGlad.parts();
        parts.offer(PartKind.BACKBONE, "fast-itpn", new FastItpnFactory(), "glad.backbone.itpn");
        return new Composer(parts).compose(spec, Placement.cpu());
    }

    private static ModelSpec itpn(String more) {
        ModelSpec plain = TinyGlad.plain();
        PartSpec backbone = TinyGlad.part("fast-itpn", "{'dim': 48, 'heads': 4, 'depths': [1, 1, 2]" + more + "}");
        return new ModelSpec(plain.text(), plain.diffusion(), backbone, plain.fusion(), plain.head(), 128, 64);
    }

    /** Writes what begins so, without a part of the names' begin. */
    private void save(Model model, String file, String prefix, String without) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        model.parameters().stream().filter(p -> p.name().startsWith(prefix))
                .forEach(p -> arrays.put(p.name().substring(without.length()), p.array()));
        SafetensorsWriter.write(root.resolve(file), arrays, Map.of(), SafetensorsWriter.Storage.F32);
    }

    private WeightReport fill(Model model, String... references) {
        return model.weights().fill(List.of(references), new WeightStore(root), p -> { });
    }

    @Test
    void filesAreCountedOneByOne() {
        try (Model model = compose(TinyGlad.plain()); Model other = compose(TinyGlad.plain())) {
            save(model, "encoder.safetensors", "encoder.", "encoder.");
            save(model, "head.safetensors", "head.c", "");
            WeightReport report = fill(other, "encoder.safetensors", "head.safetensors");
            int all = (int) model.parameters().stream().filter(p -> !p.computed()).count();
            int encoder = report.files().get(0).report().loaded().size();
            assertEquals(List.of(all, 2), List.of(report.parameters(), report.files().size()));
            assertEquals(all, encoder + report.files().get(1).report().loaded().size());
            assertEquals(List.of(List.of(), List.of(), List.of()),
                    List.of(report.files().get(0).lacking(), report.files().get(1).lacking(), report.problems()));
            WeightReport half = fill(other, "head.safetensors");
            assertEquals(encoder, half.missing().size());
            assertTrue(half.problems().get(0).contains("[head.safetensors] don't fill the model"), half.problems().toString());
        }
    }

    @Test
    void aFileThatFillsNothingIsRefusedUnlessItsPartIsSwitchedOff() {
        try (Model full = compose(TinyGlad.spec()); Model plain = compose(TinyGlad.plain())) {
            save(full, "unet.safetensors", "unet.", "");
            save(full, "pooling.safetensors", "pm.", "");
            save(full, "bare.safetensors", "unet.", "unet.");
            save(plain, "plain.safetensors", "", "");
            SafetensorsWriter.write(root.resolve("lora.safetensors"), Map.of(
                    "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", full.manager().ones(new Shape(1, 40, 1, 1)),
                    "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", full.manager().ones(new Shape(40, 1, 1, 1))),
                    Map.of(), SafetensorsWriter.Storage.F32);
            LoadReport report = plain.weights().load(List.of("unet.safetensors", "lora.safetensors", "pooling.safetensors", "plain.safetensors"),
                    new WeightStore(root), p -> { });
            assertTrue(report.complete(), report.summary());
            GladException e = assertThrows(GladException.class, () -> plain.weights().load(List.of("plain.safetensors", "bare.safetensors"),
                    new WeightStore(root), p -> { }));
            assertTrue(e.getMessage().contains("\"bare.safetensors\" fill nothing of this model"), e.getMessage());
            GladException there = assertThrows(GladException.class, () -> full.weights().initialise(List.of("lora.safetensors"), new WeightStore(root), Set.of()));
            assertTrue(there.getMessage().contains("no file before them fills"), there.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {", 'layer_scale': 0.1; set backbone.layer_scale; gamma_",
        ", 'relative_positions': 'blocks'; set backbone.relative_positions to blocks; relative_position_bias_table",
        ", 'relative_positions': 'shared'; set backbone.relative_positions to shared; rel_pos_bias"})
    void whatWouldBeDroppedAlthoughItCountsNamesTheOptionAndIsReadWithIt(String options, String remedy, String tensor) {
        try (Model source = compose(itpn(options)); Model lacking = compose(itpn("")); Model having = compose(itpn(options))) {
            source.parameters().stream().filter(p -> p.name().contains(tensor)).forEach(p -> p.array().addi(0.25));
            for (String without : List.of("", "encoder.")) {
                save(source, "w.safetensors", "encoder.", without);
                save(source, "head.safetensors", "head.", "");
                List<String> files = List.of("w.safetensors", "head.safetensors");
                for (GladException e : List.of(assertThrows(GladException.class, () -> lacking.weights().load(files, new WeightStore(root), p -> { })),
                        assertThrows(GladException.class, () -> lacking.weights().initialise(files, new WeightStore(root), Set.of())))) {
                    assertTrue(e.getMessage().contains(remedy) && e.getMessage().contains(tensor)
                            && e.getMessage().contains("w.safetensors"), e.getMessage());
                }
                having.weights().load(files, new WeightStore(root), p -> { });
                for (int i = 0; i < source.parameters().size(); i++) {
                    assertArrayEquals(source.parameters().get(i).array().toFloatArray(), having.parameters().get(i).array().toFloatArray());
                }
            }
        }
    }
}
