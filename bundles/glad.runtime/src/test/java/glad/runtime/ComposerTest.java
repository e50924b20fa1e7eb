package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.KernelStore;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.nn.weights.LoadReport;
import glad.nn.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {

    private static ModelSpec with(ModelSpec spec, PartSpec backbone, PartSpec head) {
        return new ModelSpec(spec.text(), spec.diffusion(), backbone, spec.fusion(), head, spec.templateSize(),
                spec.searchSize());
    }

    @Test
    void namesParametersByPrefixAndOfficialName() {
        try (Model model = new Composer(TinyGlad.parts()).compose(TinyGlad.spec(), Placement.cpu())) {
            Set<String> names = new HashSet<>();
            model.parameters().forEach(p -> assertTrue(names.add(p.name()), p.name() + " twice"));
            List<String> official = List.of("text_encoder.text_model.final_layer_norm.weight",
                    "vae.quant_conv.weight", "unet.conv_in.weight", "encoder.pos_embed_s", "pm.0.norm_latent.weight",
                    "fd.2.attn3.pos_embed_q.inv_freq", "norm_output.weight", "head.conv5_size.bias");
            assertTrue(names.containsAll(official), names.toString());
        }
    }

    @Test
    void theSameSeedDrawsTheSameValuesAndAnotherSeedDoesNot() {
        Composer composer = new Composer(TinyGlad.parts());
        Placement other = new Placement(Placement.cpu().device(), Placement.cpu().precision(), 1);
        try (Model a = composer.compose(TinyGlad.plain(), Placement.cpu());
                Model b = composer.compose(TinyGlad.plain(), Placement.cpu());
                Model c = composer.compose(TinyGlad.plain(), other)) {
            int moved = 0;
            for (int i = 0; i < a.parameters().size(); i++) {
                float[] values = a.parameters().get(i).array().toFloatArray();
                assertArrayEquals(values, b.parameters().get(i).array().toFloatArray());
                moved += Arrays.equals(values, c.parameters().get(i).array().toFloatArray()) ? 0 : 1;
            }
            assertTrue(moved > 10, moved + " arrays depend on the seed");
        }
    }

    @Test
    void aMissingPartAndAnUnknownOptionAreNamed() {
        Composer composer = new Composer(TinyGlad.parts());
        GladException id = assertThrows(GladException.class, () -> composer.compose(
                with(TinyGlad.plain(), PartSpec.of("mae-vti"), TinyGlad.plain().head()), Placement.cpu()));
        assertTrue(id.getMessage().contains("unknown backbone \"mae-vti\"; did you mean \"mae-vit\"?"),
                id.getMessage());
        PartSpec typo = new PartSpec("mae-vit", JsonNodeFactory.instance.objectNode().put("dept", 2));
        GladException key = assertThrows(GladException.class,
                () -> composer.compose(with(TinyGlad.plain(), typo, TinyGlad.plain().head()), Placement.cpu()));
        String hint = "unknown option of backbone \"mae-vit\" \"dept\"; did you mean \"depth\"?";
        assertTrue(key.getMessage().contains(hint), key.getMessage());
    }

    @Test
    void whatWasMadeBeforeAPartFailsIsClosed() {
        List<NDArray> arrays = new ArrayList<>();
        Parts parts = TinyGlad.parts();
        parts.offer(PartKind.BACKBONE, "watched", new Watched(arrays, new ArrayList<>()), "test");
        ModelSpec broken = with(TinyGlad.plain(), PartSpec.of("watched"), PartSpec.of("nothing"));
        assertThrows(GladException.class, () -> new Composer(parts).compose(broken, Placement.cpu()));
        assertEquals(1, arrays.size());
        assertTrue(arrays.get(0).isReleased());
    }

    @Test
    void savedWeightsFillAnEqualModel(@TempDir Path root) {
        Composer composer = new Composer(TinyGlad.parts());
        Placement other = new Placement(Placement.cpu().device(), Placement.cpu().precision(), 1);
        try (Model a = composer.compose(TinyGlad.spec(), Placement.cpu());
                Model b = composer.compose(TinyGlad.spec(), other)) {
            a.weights().save(root.resolve("w.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
            LoadReport report = b.weights().load(List.of("w.safetensors"), new WeightStore(root), p -> {});
            assertTrue(report.complete() && report.unexpected().isEmpty(), report.summary());
            for (int i = 0; i < a.parameters().size(); i++) {
                assertArrayEquals(a.parameters().get(i).array().toFloatArray(),
                        b.parameters().get(i).array().toFloatArray(), a.parameters().get(i).name());
            }
        }
    }

    @Test
    void inBf16ALowRankChangeIsMergedBeforeTheValuesAreRounded(@TempDir Path root) {
        Composer composer = new Composer(TinyGlad.parts());
        String layer = "lora_unet_mid_block_attentions_0_proj_in";
        Placement placement = new Placement(Placement.cpu().device(), Precision.BF16, 0);
        try (Model exact = composer.compose(TinyGlad.spec(), Placement.cpu());
                Model rounded = composer.compose(TinyGlad.spec(), placement)) {
            NDManager manager = exact.manager();
            changed(exact).array().muli(0).addi(1.003);
            exact.weights().save(root.resolve("w.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
            SafetensorsWriter.write(root.resolve("lora.safetensors"), Map.of(
                    layer + ".lora_down.weight", manager.ones(new Shape(1, 40, 1, 1)),
                    layer + ".lora_up.weight", manager.ones(new Shape(40, 1, 1, 1)).mul(0.003f)),
                    Map.of(), SafetensorsWriter.Storage.F32);
            rounded.weights().load(List.of("w.safetensors", "lora.safetensors"), new WeightStore(root), p -> {});
            // The next bfloat16 after 1; either summand alone would be rounded back to 1.
            assertEquals(1.0078125f, changed(rounded).array().getFloat(0, 0, 0, 0));
        }
    }

    private static Parameter changed(Model model) {
        return model.parameters().stream().filter(p -> p.name().equals("unet.mid_block.attentions.0.proj_in.weight"))
                .findFirst().orElseThrow();
    }

    @Test
    void weightsThatDontFillTheModelAreRefused(@TempDir Path root) throws IOException {
        Composer composer = new Composer(TinyGlad.parts());
        try (Model small = composer.compose(TinyGlad.plain(), Placement.cpu());
                Model full = composer.compose(TinyGlad.spec(), Placement.cpu())) {
            small.weights().save(root.resolve("small.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
            GladException e = assertThrows(GladException.class,
                    () -> full.weights().load(List.of("small.safetensors"), new WeightStore(root), p -> {}));
            assertTrue(e.getMessage().contains("[small.safetensors]") && e.getMessage().contains("missing ("),
                    e.getMessage());
            byte[] bytes = Files.readAllBytes(root.resolve("small.safetensors"));
            Files.write(root.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length / 2));
            GladException cut = assertThrows(GladException.class,
                    () -> small.weights().load(List.of("cut.safetensors"), new WeightStore(root), p -> {}));
            assertTrue(cut.getMessage().contains("damaged"), cut.getMessage());
        }
    }

    @Test
    void weightsOfAnotherShapeAreRefused(@TempDir Path root) {
        Composer composer = new Composer(TinyGlad.parts());
        ModelSpec plain = TinyGlad.plain();
        ModelSpec narrow = with(plain, plain.backbone(),
                new PartSpec("center", JsonNodeFactory.instance.objectNode().put("channels", 16)));
        try (Model a = composer.compose(plain, Placement.cpu()); Model b = composer.compose(narrow, Placement.cpu())) {
            a.weights().save(root.resolve("w.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
            GladException e = assertThrows(GladException.class,
                    () -> b.weights().load(List.of("w.safetensors"), new WeightStore(root), p -> {}));
            assertTrue(e.getMessage().contains("of another shape (head."), e.getMessage());
        }
    }

    @Test
    void aModelFindsTheKernelsThatOthersOfItsComposerHaveCompiled() {
        List<KernelStore> kernels = new ArrayList<>();
        Parts parts = TinyGlad.parts();
        parts.offer(PartKind.BACKBONE, "watched", new Watched(new ArrayList<>(), kernels), "test");
        ModelSpec spec = with(TinyGlad.plain(), PartSpec.of("watched"), TinyGlad.plain().head());
        try (Composer composer = new Composer(parts)) {
            for (int i = 0; i < 2; i++) {
                composer.compose(spec, Placement.cpu()).close();
            }
        }
        assertNotNull(kernels.get(0));
        assertSame(kernels.get(0), kernels.get(1));
    }

    @Test
    void aClosedModelHoldsNoArrays() {
        Model model = new Composer(TinyGlad.parts()).compose(TinyGlad.spec(), Placement.cpu());
        model.parameters().forEach(p -> assertFalse(p.array().isReleased()));
        var arrays = model.parameters().stream().map(p -> p.array()).toList();
        model.close();
        arrays.forEach(a -> assertTrue(a.isReleased()));
        assertFalse(model.manager().isOpen());
    }

    /** Makes real backbones and keeps hold of one array of each, and of where its kernels are. */
    private record Watched(List<NDArray> arrays, List<KernelStore> kernels) implements BackboneFactory {

        @Override
        public OptionSchema options() {
            return new MaeVitFactory().options();
        }

        @Override
        public Backbone create(Options options, PartInputs inputs, PartContext context) {
            Backbone backbone = new MaeVitFactory().create(options, inputs, context);
            arrays.add(backbone.parameters().get(0).array());
            kernels.add(context.kernels());
            return backbone;
        }
    }
}
