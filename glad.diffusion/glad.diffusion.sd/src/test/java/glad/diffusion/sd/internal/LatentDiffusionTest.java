package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import glad.api.GladException;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionFactory;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextFeatures;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part as the runtime and the trainer use it. */
class LatentDiffusionTest {

    /** The model of the goldens. */
    private static final String TINY = "unet_channels: [20, 40, 40, 40], heads: 4, groups: 10, "
            + "vae_channels: [8, 16, 16, 16], vae_layers: 2, vae_groups: 4";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static Diffusion make(DiffusionFactory factory, String options, NDManager manager, Precision precision) {
        try {
            String json = "{" + options.replaceAll("(\\w+):", "\"$1\":") + "}";
            return factory.create(factory.options().read("diffusion \"test\"", new ObjectMapper().readTree(json)),
                    new PartInputs(128, 64, 32, 77, List.of(), 0, 0, 0, 0), new PartContext(manager, precision, 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LatentDiffusion tiny(String options, Precision precision) {
        LatentDiffusion part = (LatentDiffusion) make(new SdLcmFactory(), TINY + options, manager, precision);
        fill(part);
        return part;
    }

    /** Fills the part as the goldens were: by each network's own names, without "vae." and "unet.". */
    private void fill(LatentDiffusion part) {
        LayerContext context = new LayerContext(new PartContext(manager, Precision.FP32, 1));
        Map<String, Parameter> filled = new HashMap<>();
        Vae vae = new Vae(context, new VaeConfig(4, List.of(8, 16, 16, 16), 2, 4, 1, false));
        DetFill.fill(vae.parameters(), "");
        vae.parameters().forEach(p -> filled.put("vae." + p.name(), p));
        UNet unet = new UNet(context, new UNetConfig(4, List.of(20, 40, 40, 40), 2, 4, 10, 32, false));
        DetFill.fill(unet.parameters(), "");
        unet.parameters().forEach(p -> filled.put("unet." + p.name(), p));
        part.parameters().forEach(p -> p.assign(filled.get(p.name()).array()));
    }

    private static NDList features(LatentDiffusion part, Goldens g, String name) {
        NDArray text = g.get("out." + name + ".text");
        NDArray sentence = text.get(new NDIndex((text.getShape().get(0) - 1) + ":"));
        return part.features(g.get("in.template"), new TextFeatures(sentence, null),
                new TextFeatures(text.get("0:1"), null), noise(g));
    }

    private static DiffusionNoise noise(Goldens g) {
        return new DiffusionNoise(g.get("in.noise_posterior"), g.get("in.noise_diffusion"));
    }

    private void assertOfficial(String name, String options) {
        try (LatentDiffusion part = tiny(options, Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            NDList maps = features(part, g, name);
            for (int i = 0; i < 3; i++) {
                assertEquals(part.featureMaps().get(i), maps.get(i).getShape().slice(1));
                double std = std(g.get("out." + name + ".latent" + i).toFloatArray());
                g.assertClose("out." + name + ".latent" + i, maps.get(i), 1e-4 * std);
            }
        }
    }

    private static double std(float[] values) {
        double mean = 0;
        double square = 0;
        for (float v : values) {
            mean += v / (double) values.length;
            square += v * (double) v / values.length;
        }
        return Math.sqrt(square - mean * mean);
    }

    @Test
    void theTemplatePathGivesTheOfficialFeatures() {
        assertOfficial("glad", "");
    }

    @Test
    void otherStepsAndGuidanceGiveTheOfficialFeatures() {
        assertOfficial("old75", ", inference_steps: 2, strength: 0.5, guidance: 7.5");
    }

    @Test
    void withoutGuidanceTheSentenceAloneIsRun() {
        assertOfficial("old", ", inference_steps: 2, strength: 0.5, guidance: 1");
    }

    @Test
    void theOfficialNoisedLatentsAreReached() {
        try (LatentDiffusion part = tiny(", half: false", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            NDArray image = g.get("in.template");
            try (Posterior posterior = part.posterior(image)) {
                g.assertClose("out.vae_mean", posterior.mean(), 1e-5);
            }
            NDArray latents = part.encode(image, g.get("in.noise_posterior"));
            NDArray noised = part.addNoise(latents, g.get("in.noise_diffusion"), 159);
            g.assertClose("out.glad.unet_in.0", noised.concat(noised, 0), 1e-5);
        }
    }

    @Test
    void otherSchedulesReachTheOfficialLatentsAtTheOfficialTimeSteps() {
        try (LatentDiffusion part = tiny(", half: false", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            LcmSchedule schedule = new LcmSchedule(new LayerContext(new PartContext(manager, Precision.FP32, 1)).kernels(), 50);
            assertArrayEquals(g.get("out.glad.unet_timesteps").toLongArray(), new long[] {schedule.timesteps(8, 0.125)[0]});
            NDArray latents = part.encode(g.get("in.template"), g.get("in.noise_posterior"));
            int step = schedule.timesteps(2, 0.5)[0];
            for (String name : List.of("out.old", "out.old75")) {
                assertArrayEquals(g.get(name + ".unet_timesteps").toLongArray(), new long[] {step}, name);
                NDArray noised = part.addNoise(latents, g.get("in.noise_diffusion"), step);
                NDArray seen = g.get(name + ".unet_in.0");
                for (int i = 0; i < seen.getShape().get(0); i++) {
                    Goldens.assertClose(name + ".unet_in.0", Goldens.doubles(seen.get(i)), Goldens.doubles(noised), 1e-5);
                }
            }
        }
    }

    @Test
    void eitherSentenceByItselfGivesTheOfficialFeaturesBeforeGuidance() {
        try (LatentDiffusion part = tiny(", guidance: 1", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            for (int row = 0; row < 2; row++) {
                TextFeatures text = new TextFeatures(g.get("out.glad.text").get(row + ":" + (row + 1)), null);
                NDList maps = part.features(g.get("in.template"), text, text, noise(g));
                for (int i = 0; i < 3; i++) {
                    NDArray raw = g.get("out.glad.raw_latent" + i).get(row);
                    Goldens.assertClose("raw_latent" + i + " of row " + row, Goldens.doubles(raw),
                            Goldens.doubles(maps.get(i)), 2e-5);
                }
            }
        }
    }

    @Test
    void severalStepsFollowTheOfficialOnes() {
        try (LatentDiffusion part = tiny(", half: false", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            LayerContext context = new LayerContext(new PartContext(manager, Precision.FP32, 1));
            LcmSchedule schedule = new LcmSchedule(context.kernels(), 50);
            int[] steps = schedule.timesteps(4, 1);
            assertArrayEquals(g.get("out.full4.unet_timesteps").toLongArray(),
                    Arrays.stream(steps).asLongStream().toArray());
            NDArray text = g.get("out.full4.text");
            NDArray x = part.addNoise(part.encode(g.get("in.template"), g.get("in.noise_posterior")),
                    g.get("in.noise_diffusion"), steps[0]);
            for (int i = 0; i < steps.length; i++) {
                NDArray both = x.concat(x, 0);
                // Guidance by 8 of a first step with little signal makes values of 14 and multiplies rounding.
                g.assertClose("out.full4.unet_in." + i, both, 3e-4);
                NDArray predicted = part.predictNoise(both, new int[] {steps[i]}, text);
                NDArray without = predicted.get("0:1");
                NDArray guided = without.add(predicted.get("1:2").sub(without).mul(8));
                x = schedule.step(x, guided, steps[i], i + 1 < steps.length ? steps[i + 1] : -1,
                        g.get("in.noise_step." + i))[0];
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BF16, 0.03, 1e-6", "FP16, 0.004, 1e-7"})
    void otherPrecisionsStayNearAndComeBackAsFloat(Precision precision, double most, double least) {
        try (LatentDiffusion part = tiny(", guidance: 1", precision);
                LatentDiffusion exact = tiny(", guidance: 1", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            NDList rough = features(part, g, "glad");
            NDList fine = features(exact, g, "glad");
            for (int i = 0; i < 3; i++) {
                float[] a = fine.get(i).toFloatArray();
                float[] b = rough.get(i).toFloatArray();
                double square = 0;
                for (int j = 0; j < a.length; j++) {
                    square += (a[j] - b[j]) * (double) (a[j] - b[j]) / a.length;
                }
                double error = Math.sqrt(square) / std(a);
                assertTrue(error < most, "map " + i + " differs by " + error + " of its deviation");
                assertTrue(error > least, "map " + i + " wasn't computed in " + precision);
            }
        }
    }

    @Test
    void repeatedTemplatesLeaveNothingBehindButTheirFeatures() {
        try (LatentDiffusion part = tiny("", Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager);
                NDManager frame = manager.newSubManager()) {
            NDArray image = g.get("in.template");
            TextFeatures text = new TextFeatures(g.get("out.glad.text").get("1:2"), null);
            TextFeatures none = new TextFeatures(g.get("out.glad.text").get("0:1"), null);
            DiffusionNoise noise = noise(g);
            image.attach(frame);
            part.features(image, text, none, noise).close();
            int before = manager.getManagedArrays().size();
            int inFrame = frame.getManagedArrays().size();
            for (int i = 1; i <= 5; i++) {
                NDList maps = part.features(image, text, none, noise);
                assertEquals(3, maps.size());
                maps.forEach(map -> assertEquals(frame, map.getManager()));
                assertEquals(inFrame + 3 * i, frame.getManagedArrays().size());
            }
            assertEquals(before + 15, manager.getManagedArrays().size());
        }
    }

    @Test
    void theNetworksLearn() {
        LatentDiffusion part = (LatentDiffusion) make(new SdLcmFactory(),
                "unet_channels: [16, 32], unet_layers: 2, vae_channels: [8, 8], half: false", manager, Precision.FP32);
        part.mode(Mode.TRAIN);
        part.parameters().forEach(p -> p.array().setRequiresGradient(true));
        NDArray image = DetFill.uniform(manager, "image", 1, 2, 3, 16, 16);
        NDArray text = DetFill.uniform(manager, "text", 1, 2, 5, 32);
        NDArray noise = DetFill.gauss(manager, "noise", 2, 4, 8, 8);
        double[] losses = new double[8];
        for (int i = 0; i < losses.length; i++) {
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray x = image.duplicate();
                x.attach(step);
                NDArray latents = part.encode(x, noise);
                NDArray picture = part.decode(latents);
                NDArray noised = part.addNoise(latents, noise, 300, 800);
                NDArray predicted = part.predictNoise(noised, new int[] {300, 800}, text);
                NDArray loss = picture.sub(image).square().mean().add(predicted.sub(noise).square().mean());
                losses[i] = loss.getFloat();
                collector.backward(loss);
            }
            for (Parameter p : part.parameters()) {
                NDArray gradient = p.array().getGradient();
                p.array().subi(gradient.mul(0.1));
                // A bias of all keys shifts every score of a query alike: softmax doesn't see it.
                assertTrue(i > 0 || p.name().endsWith("to_k.bias") || gradient.abs().max().getFloat() > 0, p.name());
                gradient.subi(gradient.duplicate());
            }
        }
        assertTrue(losses[7] < 0.8 * losses[0], "loss " + losses[0] + " -> " + losses[7]);
    }

    @Test
    void othersCanLearnOnFrozenFeatures() {
        learnOn("");
        learnOn(", guidance: 1");
    }

    private void learnOn(String options) {
        try (LatentDiffusion part = tiny(options, Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            NDArray map = features(part, g, "glad").get(0);
            NDArray w = manager.ones(new Shape(40, 1));
            w.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(map.reshape(40, 16).transpose().matMul(w).sum());
            }
            assertArrayEquals(map.sum(new int[] {2, 3}).toFloatArray(), w.getGradient().toFloatArray(), 1e-3f);
        }
    }

    @Test
    void whatTheWholeModelLearnsLoadsIntoTheHalf() {
        try (LatentDiffusion half = tiny("", Precision.FP32);
                LatentDiffusion whole = tiny(", half: false", Precision.FP32)) {
            Map<String, Shape> shapes =
                    whole.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
            assertTrue(half.parameters().size() < shapes.size());
            half.parameters().forEach(p -> assertEquals(shapes.get(p.name()), p.shape(), p.name()));
            NDArray latents = manager.zeros(new Shape(1, 4, 16, 16));
            assertThrows(IllegalStateException.class, () -> half.decode(latents));
            assertThrows(IllegalStateException.class, () -> half.predictNoise(latents, new int[] {1}, latents));
        }
    }

    @Test
    void stableDiffusion15HasItsOfficialShapes() {
        PartInputs inputs = new PartInputs(512, 256, 768, 77, List.of(), 0, 0, 0, 0);
        Sd15LcmFactory factory = new Sd15LcmFactory();
        try (Diffusion part = factory.create(factory.options().read("diffusion \"sd15-lcm\"", null), inputs,
                new PartContext(manager, Precision.FP32, 1))) {
            assertEquals(List.of(new Shape(1280, 16, 16), new Shape(1280, 16, 16), new Shape(1280, 8, 8)),
                    part.featureMaps());
            assertEquals(new Shape(4, 64, 64), part.noiseShape());
            Map<String, Shape> shapes =
                    part.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
            assertEquals(new Shape(10240, 1280),
                    shapes.get("unet.mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj.weight"));
            assertEquals(new Shape(640, 768),
                    shapes.get("unet.down_blocks.1.attentions.1.transformer_blocks.0.attn2.to_k.weight"));
            assertEquals(new Shape(512, 256, 1, 1),
                    shapes.get("vae.encoder.down_blocks.2.resnets.0.conv_shortcut.weight"));
        }
    }

    @Test
    void sizesThatDoNotFitAreRefusedByName() {
        refused("unet_channels: [20, 40], unet_layers: 2", "groups");
        refused("unet_channels: [32, 64], unet_layers: 1", "residuals");
        refused("vae_channels: [8, 12]", "vae_groups");
        refused("vae_channels: [8, 8, 8, 8, 8, 8, 8, 8, 8]", "template size");
        refused("vae_channels: []", "vae_channels");
        refused("unet_channels: []", "unet_channels");
        refused("inference_steps: 60", "original_steps");
        refused("strength: 0.5", "strength");
        refused("chanels: 3", "chanels");
    }

    private void refused(String options, String word) {
        GladException e = assertThrows(GladException.class,
                () -> make(new SdLcmFactory(), options, manager, Precision.FP32));
        assertTrue(e.getMessage().contains(word), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    @Test
    void aTextEncoderOfAnotherWidthIsRefusedWithBothWidths() {
        GladException e = assertThrows(GladException.class,
                () -> make(new SdLcmFactory(), TINY + ", text_width: 48", manager, Precision.FP32));
        assertTrue(e.getMessage().contains("gives features 32 wide") && e.getMessage().contains("wants \"48\"")
                && e.getMessage().contains("text_adapter"), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    @Test
    void anAdapterThatChangesNothingLeavesTheFeaturesAsTheyWere() {
        try (LatentDiffusion part = tiny("", Precision.FP32);
                LatentDiffusion adapted = (LatentDiffusion) make(new SdLcmFactory(), TINY + ", text_adapter: true", manager,
                        Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            Map<String, Parameter> own =
                    part.parameters().stream().collect(Collectors.toMap(Parameter::name, p -> p));
            for (Parameter p : adapted.parameters()) {
                NDArray value = p.name().equals("text_adapter.weight") ? manager.eye(32)
                        : p.name().equals("text_adapter.bias") ? manager.zeros(new Shape(32)) : own.get(p.name()).array();
                p.assign(value);
            }
            NDList plain = features(part, g, "glad");
            NDList mapped = features(adapted, g, "glad");
            for (int i = 0; i < 3; i++) {
                Goldens.assertClose("map " + i, Goldens.doubles(plain.get(i)), Goldens.doubles(mapped.get(i)), 1e-4);
            }
        }
    }

    @Test
    void anAdapterLearnsThroughTheFrozenNetwork() {
        try (LatentDiffusion part = (LatentDiffusion) make(new SdLcmFactory(),
                TINY + ", text_width: 20, text_adapter: true", manager, Precision.FP32);
                Goldens g = Goldens.resource("diffusion_block.safetensors", manager)) {
            part.mode(Mode.TRAIN);
            List<Parameter> adapter =
                    part.parameters().stream().filter(p -> p.name().startsWith("text_adapter.")).toList();
            assertEquals(List.of(new Shape(20, 32), new Shape(20)), adapter.stream().map(Parameter::shape).toList());
            adapter.forEach(p -> p.array().setRequiresGradient(true));
            NDArray direction = DetFill.uniform(manager, "direction", 1, 1, 40, 4, 4);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(features(part, g, "glad").get(1).mul(direction).sum());
            }
            for (Parameter p : adapter) {
                assertTrue(p.array().getGradient().abs().max().getFloat() > 1e-6, p.name() + " got no gradient");
            }
        }
    }
}
