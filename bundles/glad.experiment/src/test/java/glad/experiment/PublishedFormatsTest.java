package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.DiffusionNoise;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.runtime.Composer;
import glad.runtime.LoadProgress;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.StageTimes;
import glad.runtime.TargetState;
import glad.runtime.WeightStore;
import glad.testing.DetFill;
import glad.testing.PublishedWeights;
import glad.testing.PublishedWeights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same deterministic weights in every format that trackers and Stable Diffusion are published in give the same tracker
 * as filled in memory. The tiny one runs always, the full size with the tag.
 */
class PublishedFormatsTest {

    /** The sizes of the tiny goldens, as an experiment of the parts that read published files. */
    private static final List<String> TINY = List.of("text.id=clip-text", "text.vocabulary=49408", "text.width=32",
            "text.layers=2", "text.heads=4", "text.mlp_ratio=2.0", "diffusion.id=sd-lcm", "diffusion.heads=4",
            "diffusion.groups=10", "diffusion.unet_channels=[20, 40, 40, 40]", "diffusion.vae_channels=[8, 16, 16, 16]",
            "diffusion.vae_layers=2", "diffusion.vae_groups=4", "backbone.id=mae-vit", "backbone.dim=48",
            "backbone.depth=2", "backbone.heads=4", "fusion.heads=4", "head.channels=32", "template.size=128",
            "search.size=64");

    @TempDir
    private Path root;

    private enum Format {
        /** A zip checkpoint with "net", and the pipeline in safetensors. */
        ZIP_AND_SAFETENSORS,
        /** A checkpoint as PyTorch wrote them before 1.6, and the pipeline in checkpoints. */
        STREAM_AND_BIN,
        /** The pipeline in half precision. */
        HALF,
        /** The pipeline in several files with an index. */
        SHARDED
    }

    private Model compose(List<String> changes) throws IOException {
        return Official.compose("glad-b256", Precision.FP32, root, changes);
    }

    @ParameterizedTest
    @EnumSource
    void aTinyTrackerLoadsFromEveryFormat(Format format) throws IOException {
        loadsFrom(format, TINY, format != Format.HALF);
    }

    @Tag("full-size")
    @ParameterizedTest
    @EnumSource
    void b256LoadsFromEveryFormat(Format format) throws IOException {
        // Equal parameters give equal outputs; in full size, looking once is enough.
        loadsFrom(format, List.of(), format == Format.ZIP_AND_SAFETENSORS);
    }

    private void loadsFrom(Format format, List<String> changes, boolean outputs) throws IOException {
        float[][] expected;
        Map<String, float[]> values = new HashMap<>();
        Map<String, Long> checksums = new HashMap<>();
        try (Model filled = compose(changes)) {
            for (PartKind kind : PartKind.values()) {
                Official.fill(filled, kind);
            }
            expected = outputs ? run(filled) : new float[0][];
            filled.parameters().forEach(p -> values.put(p.name(), sample(p.array())));
            filled.parameters().forEach(p -> checksums.put(p.name(), checksum(p.array())));
            write(format, filled.parameters());
        }
        try (Model loaded = compose(changes)) {
            LoadReport report = loaded.weights().load(List.of("sd", "tracker.pth.tar"), new WeightStore(root), p -> {});
            assertTrue(report.unexpected().contains("text_model.embeddings.position_ids"), report.summary());
            for (Parameter parameter : loaded.parameters()) {
                float[] own = sample(parameter.array());
                float[] wanted = values.get(parameter.name());
                for (int i = 0; i < own.length; i++) {
                    double rounding = format == Format.HALF ? 5e-4 * Math.abs(wanted[i]) + 1e-7 : 0;
                    assertEquals(wanted[i], own[i], rounding, parameter.name());
                }
                if (format != Format.HALF) {
                    assertEquals(checksums.get(parameter.name()), checksum(parameter.array()), parameter.name());
                }
            }
            float[][] found = outputs ? run(loaded) : new float[0][];
            for (int i = 0; i < found.length; i++) {
                assertArrayEquals(expected[i], found[i]);
            }
        }
    }

    private static long checksum(NDArray array) {
        CRC32 crc = new CRC32();
        crc.update(array.toByteBuffer(false));
        return crc.getValue();
    }

    /** Returns at most a thousand values of an array. */
    private static float[] sample(NDArray array) {
        float[] all = array.toFloatArray();
        int step = Math.max(1, all.length / 1000);
        float[] some = new float[(all.length + step - 1) / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[i * step];
        }
        return some;
    }

    private void write(Format format, List<Parameter> parameters) {
        List<Tensor> net = new ArrayList<>();
        Map<String, List<Tensor>> networks = new HashMap<>();
        for (Parameter parameter : parameters) {
            String first = parameter.name().substring(0, parameter.name().indexOf('.'));
            boolean frozen = List.of("unet", "vae", "text_encoder").contains(first);
            String name = frozen ? parameter.name().substring(first.length() + 1) : parameter.name();
            List<Tensor> tensors = frozen ? networks.computeIfAbsent(first, n -> new ArrayList<>()) : net;
            Tensor tensor = parameter.computed()
                    // Loading leaves these alone, so that nonsense in them does no harm.
                    ? new Tensor(name, "F32", parameter.shape(), () -> new float[(int) parameter.shape().size()])
                    : PublishedWeights.detFill(name, parameter.shape());
            tensors.add(tensor.named(first.equals("vae") ? old(name) : name));
        }
        networks.get("text_encoder").add(
                PublishedWeights.detFill("text_model.embeddings.position_ids", new Shape(1, 77)));
        if (format == Format.STREAM_AND_BIN) {
            PublishedWeights.torchStream(root.resolve("tracker.pth.tar"), "net", net);
        } else {
            PublishedWeights.torchZip(root.resolve("tracker.pth.tar"), "net", net);
        }
        networks.forEach((network, tensors) -> {
            Path folder = root.resolve("sd").resolve(network);
            String stem = network.equals("text_encoder") ? "model" : "diffusion_pytorch_model";
            switch (format) {
                case ZIP_AND_SAFETENSORS -> PublishedWeights.safetensors(folder.resolve(stem + ".safetensors"), tensors);
                case STREAM_AND_BIN -> PublishedWeights.torchZip(
                        folder.resolve(network.equals("text_encoder") ? "pytorch_model.bin" : stem + ".bin"), "", tensors);
                case HALF -> PublishedWeights.safetensors(folder.resolve(stem + ".fp16.safetensors"),
                        tensors.stream().map(t -> t.as("F16")).toList());
                default -> PublishedWeights.sharded(folder, stem, 3, tensors);
            }
        });
    }

    /** Returns the name that the VAE's attention has in published files. */
    private static String old(String name) {
        return name.replace(".to_q.", ".query.").replace(".to_k.", ".key.").replace(".to_v.", ".value.")
                .replace(".to_out.0.", ".proj_attn.");
    }

    /** Returns boxes and score map of a sequence's first frame after the start. */
    private static float[][] run(Model model) {
        int template = model.spec().templateSize();
        int search = model.spec().searchSize();
        Shape noise = new Shape(1).addAll(model.diffusion().noiseShape());
        try (NDManager scope = model.manager().newSubManager()) {
            TargetState target = model.pass().target(
                    new Template(DetFill.uniform(scope, "input.template", 2, 1, 3, template, template),
                            scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4))),
                    model.text().encode(List.of("t320 t2866"), scope), model.nullText(),
                    new DiffusionNoise(DetFill.gauss(scope, "a", noise.getShape()), DetFill.gauss(scope, "b", noise.getShape())),
                    new StageTimes());
            Prediction found = model.pass().predict(
                    target, DetFill.uniform(scope, "input.search", 2, 1, 3, search, search), null, new StageTimes());
            return new float[][] {found.boxes().toFloatArray(), found.score().toFloatArray()};
        }
    }

    @Test
    void aLoraIsMergedIntoWhatTheFilesBeforeItGave() throws IOException {
        String layer = "lora_unet_mid_block_attentions_0_proj_in";
        PublishedWeights.safetensors(root.resolve("lora.safetensors"), List.of(
                new Tensor(layer + ".lora_down.weight", "F32", new Shape(1, 40, 1, 1), () -> filled(40, 0.5f)),
                new Tensor(layer + ".lora_up.weight", "F32", new Shape(40, 1, 1, 1), () -> filled(40, 0.25f)),
                new Tensor(layer + ".alpha", "F32", new Shape(), () -> filled(1, 2))));
        try (Model model = compose(TINY)) {
            write(Format.ZIP_AND_SAFETENSORS, model.parameters());
            GladException early = assertThrows(GladException.class, () -> model.weights().load(
                    List.of("lora.safetensors", "sd", "tracker.pth.tar"), new WeightStore(root), p -> {}));
            assertTrue(early.getMessage().contains("\"lora.safetensors\" change the network \"unet\""), early.getMessage());
            model.weights().load(List.of("sd", "tracker.pth.tar"), new WeightStore(root), p -> {});
            NDArray weight = model.parameters().stream()
                    .filter(p -> p.name().equals("unet.mid_block.attentions.0.proj_in.weight")).findFirst().orElseThrow().array();
            float before = weight.toFloatArray()[3];
            model.weights().load(List.of("sd", "lora.safetensors", "tracker.pth.tar"), new WeightStore(root), p -> {});
            assertEquals(before + 2 * 0.25f * 0.5f, weight.toFloatArray()[3], 1e-6);
        }
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void aPartsOwnCheckpointFillsThatPart() throws IOException {
        try (Model model = compose(TINY); NDManager manager = Torch.manager()) {
            List<Tensor> mae = new ArrayList<>();
            for (Parameter parameter : model.backbone().parameters()) {
                if (!parameter.name().startsWith("p")) {
                    mae.add(PublishedWeights.detFill(parameter.name(), parameter.shape()));
                }
            }
            mae.add(PublishedWeights.detFill("pos_embed", new Shape(1, 197, 48)));
            mae.add(PublishedWeights.detFill("cls_token", new Shape(1, 1, 48)));
            mae.add(PublishedWeights.detFill("patch_embed.proj.weight", new Shape(48, 3, 16, 16)));
            mae.add(PublishedWeights.detFill("patch_embed.proj.bias", new Shape(48)));
            PublishedWeights.torchZip(root.resolve("mae.pth"), "model", mae);
            GladException rest = assertThrows(GladException.class,
                    () -> model.weights().load(List.of("mae.pth"), new WeightStore(root), p -> {}));
            assertTrue(rest.getMessage().contains("missing (text_encoder."), rest.getMessage());
            NDArray bias = manager.create(DetFill.uniform("blocks.1.attn.qkv.bias", new Shape(144), 0.05, 0));
            Parameter own = model.parameters().stream()
                    .filter(p -> p.name().equals("encoder.blocks.1.attn.qkv.bias")).findFirst().orElseThrow();
            assertArrayEquals(bias.toFloatArray(), own.array().toFloatArray());
        }
    }

    @Test
    void loadingTellsHowFarItIsAndEveryFilesCheckSum() throws IOException {
        try (Model model = compose(TINY)) {
            write(Format.ZIP_AND_SAFETENSORS, model.parameters());
        }
        List<LoadProgress> told = new ArrayList<>();
        try (LoadedExperiment loaded = load("[sd, tracker.pth.tar]", told)) {
            assertEquals(Set.of("sd/unet/diffusion_pytorch_model.safetensors", "sd/vae/diffusion_pytorch_model.safetensors",
                    "sd/text_encoder/model.safetensors", "tracker.pth.tar"), loaded.weights().keySet());
            assertEquals(ContentHash.of(root.resolve("tracker.pth.tar")), loaded.weights().get("tracker.pth.tar"));
            assertTrue(loaded.model().parameters().size() >= told.size() && told.size() > 100, told.size() + " steps");
            LoadProgress last = told.get(told.size() - 1);
            assertEquals(new LoadProgress("tracker.pth.tar", last.parameters(), loaded.model().parameters().size()), last);
            for (int i = 1; i < told.size(); i++) {
                assertTrue(told.get(i).filled() > told.get(i - 1).filled(), told.get(i).toString());
            }
        }
        GladException e = assertThrows(GladException.class, () -> load("[sd, gone.pth.tar]", told));
        assertTrue(e.getMessage().contains("no file \"gone.pth.tar\""), e.getMessage());
    }

    private LoadedExperiment load(String weights, List<LoadProgress> told) {
        WeightStore files = new WeightStore(root);
        Parts parts = Official.parts(files);
        List<String> changes = new ArrayList<>(TINY);
        changes.addAll(List.of("text.tokenizer=tokenizer.json", "weights=" + weights));
        return new ExperimentLoader(new Composer(parts), parts, files)
                .load(Official.experiments().read("glad-b256", changes), Placement.cpu(), told::add);
    }

    @Test
    void anEmptyFolderIsRefusedWithWhatWasLookedFor() throws IOException {
        Files.createDirectories(root.resolve("sd").resolve("unet"));
        try (Model model = compose(TINY)) {
            GladException e = assertThrows(GladException.class, () -> model.weights().load(List.of("sd"), new WeightStore(root), p -> {}));
            assertTrue(e.getMessage().contains("holds no weights; expected one of diffusion_pytorch_model.safetensors"),
                    e.getMessage());
        }
    }
}
