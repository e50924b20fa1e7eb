package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.Followed;
import glad.api.train.SeenPairs;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.nn.Torch;
import glad.nn.ValueTrace;
import glad.testing.DetFill;
import glad.testing.FixedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenoiserStageTest {

    private static final int SIDE = 32;
    private static final int WIDTH = 8;

    private NDManager manager;
    private int atOnce = 32;
    private final List<Integer> looked = new ArrayList<>();
    private LatentDiffusion diffusion;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        diffusion = diffusion(", half: false, predicts: clean");
    }

    private LatentDiffusion diffusion(String more) {
        SdLcmFactory factory = new SdLcmFactory();
        return (LatentDiffusion) factory.create(options(factory.options(), "vae_channels: [8, 8, 8], vae_groups: 4, groups: 4,"
                + " unet_channels: [8, 8, 16], latent_scale: 0.5" + more),
                new PartInputs(SIDE, SIDE, WIDTH, 3, List.of(), 0, 0, 0, 0), new PartContext(manager, Precision.FP32, 1));
    }

    @AfterEach
    void close() {
        diffusion.close();
        manager.close();
    }

    @Test
    void aRestoredLatentIsTheNoisedOneScaledPlusWhatTheUNetGives() {
        NDArray latents = DetFill.uniform(manager, "latents", 1, 2, 4, 8, 8);
        NDArray text = DetFill.uniform(manager, "text", 1, 2, 3, WIDTH);
        int[] steps = {159, 800};
        double[] scale = new double[2];
        for (int i = 0; i < 2; i++) {
            scale[i] = Math.sqrt(diffusion.alphasCumprod()[steps[i]]);
        }
        float[] given = latents.toFloatArray();
        float[] predicted = diffusion.predictNoise(latents, steps, text).toFloatArray();
        float[] expected = new float[given.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) (scale[i / (expected.length / 2)] * given[i] + predicted[i]);
        }
        assertArrayEquals(expected, diffusion.restore(latents, steps, text).toFloatArray(), 1e-5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "clean"})
    void whatALookShowsFollowsFromWhatTheUNetPredicts(String predicts) {
        diffusion.close();
        diffusion = diffusion(", half: false, predicts: " + predicts);
        NDArray image = DetFill.uniform(manager, "image", 2, 1, 3, SIDE, SIDE);
        DiffusionNoise noise = new DiffusionNoise(DetFill.gauss(manager, "a", 1, 4, 8, 8), DetFill.gauss(manager, "b", 1, 4, 8, 8));
        TextFeatures words = new Words().encode(List.of("a bird"), manager);
        TextFeatures none = new Words().encode(List.of(""), manager);
        Map<String, float[]> shown = new HashMap<>();
        ValueTrace.of(Set.of("denoised", "denoised-without-words"), (layer, name, value) -> shown.put(name, value.toFloatArray()),
                () -> diffusion.features(image, words, none, noise));
        int step = diffusion.featureStep();
        double signal = diffusion.alphasCumprod()[step];
        NDArray noised = diffusion.addNoise(diffusion.encode(image, noise.posterior()), noise.diffusion(), step);
        Map.of("denoised", words, "denoised-without-words", none).forEach((name, text) -> {
            NDArray predicted = diffusion.predictNoise(noised, new int[] {step}, text.tokens());
            NDArray clean = predicts.equals("clean") ? noised.mul(Math.sqrt(signal)).add(predicted)
                    : noised.sub(predicted.mul(Math.sqrt(1 - signal))).div(Math.sqrt(signal));
            assertArrayEquals(diffusion.decode(clean).toFloatArray(), shown.get(name), 1e-3f, name);
        });
    }

    /** Leaves no array behind. */
    @Test
    void aRestoredTemplateIsMovedFromTheEmptySentencesToTheSentences() {
        NDArray image = DetFill.uniform(manager, "image", 1, 2, 3, SIDE, SIDE);
        TextFeatures text = new TextFeatures(DetFill.uniform(manager, "text", 1, 2, 3, WIDTH), null);
        TextFeatures nothing = new TextFeatures(DetFill.uniform(manager, "nothing", 1, 1, 3, WIDTH), null);
        DiffusionNoise noise = new DiffusionNoise(DetFill.gauss(manager, "posterior", 2, 4, 8, 8), DetFill.gauss(manager, "noise", 2, 4, 8, 8));
        int step = diffusion.featureStep();
        NDArray noised = diffusion.addNoise(diffusion.encode(image, noise.posterior()), noise.diffusion(), step);
        NDArray with = diffusion.restore(noised, new int[] {step}, text.tokens());
        NDArray without = diffusion.restore(noised, new int[] {step}, nothing.tokens().repeat(0, 2));
        assertThrows(UnsupportedOperationException.class, () -> diffusion.restored(image, text, nothing, noise));
        for (int guidance : new int[] {1, 3}) {
            try (LatentDiffusion restoring = diffusion(", half: false, predicts: clean, restore: " + guidance); NDManager scope = manager.newSubManager()) {
                restoring.parameters().forEach(p -> p.assign(
                        diffusion.parameters().stream().filter(other -> other.name().equals(p.name())).findFirst().orElseThrow().array()));
                NDArray here = image.duplicate();
                here.attach(scope);
                NDArray shown = restoring.restored(here, text, nothing, noise);
                assertEquals(2, scope.getManagedArrays().size());
                float[] decoded = diffusion.decode(without.add(with.sub(without).mul(guidance))).toFloatArray();
                for (int i = 0; i < decoded.length; i++) {
                    int channel = i / (SIDE * SIDE) % 3;
                    double darkest = -new double[] {0.485, 0.456, 0.406}[channel] / new double[] {0.229, 0.224, 0.225}[channel];
                    double range = 1 / new double[] {0.229, 0.224, 0.225}[channel];
                    decoded[i] = (float) Math.max(darkest, Math.min(darkest + range, decoded[i]));
                }
                assertArrayEquals(decoded, shown.toFloatArray(), 1e-4f);
            }
        }
    }

    @Test
    void aHalfCantRestore() {
        GladException e = assertThrows(GladException.class, () -> diffusion(", half: true, restore: 4").close());
        assertTrue(e.getMessage().contains("\"4.0\"") && e.getMessage().contains("diffusion.half"), e.getMessage());
    }

    @Test
    void hiddenTemplatesLoseTheTargetAndOthersStay() {
        HiddenTemplates hidden = new HiddenTemplates(1, manager);
        NDArray images = DetFill.uniform(manager, "images", 1, 4, 3, SIDE, SIDE);
        Box middle = Box.centred(0.5, 0.5, 0.5, 0.5);
        NDArray seen = hidden.hide(images, List.of(middle, middle, middle, middle), new float[] {0, 1, 2, 3});
        assertArrayEquals(images.get(0).toFloatArray(), seen.get(0).toFloatArray());
        NDArray grey = seen.get(1);
        assertArrayEquals(grey.get(0).toFloatArray(), grey.get(2).toFloatArray());
        NDArray erased = seen.get(2);
        assertEquals(images.get("2, 1").mean().getFloat(), erased.get("1, 16, 16").getFloat(), 1e-5);
        assertEquals(images.get("2, 1, 2, 3").getFloat(), erased.get("1, 2, 3").getFloat());
        NDArray coloured = seen.get(3);
        assertNotEquals(coloured.get("0, 16, 16").getFloat(), coloured.get("2, 16, 16").getFloat());
        float[] kinds = new HiddenTemplates(0.5, manager).draw(4000, new Random(1));
        int kept = 0;
        for (float kind : kinds) {
            kept += kind == 0 ? 1 : 0;
        }
        assertEquals(2000, kept, 150);
    }

    @Test
    void restoringHiddenTemplatesIsHarderAndItsGradientReachesTheUNet() {
        List<TrainingPair> pairs = pairs(4);
        float clear = loss("", pairs);
        float hidden = loss("hide: 1", pairs);
        assertNotEquals(clear, hidden);
        assertTrue(Float.isFinite(clear) && Float.isFinite(hidden), clear + " " + hidden);
        try (TrainingStage stage = stage("hide: 0.8"); NDManager scope = manager.newSubManager()) {
            stage.prepare();
            NDArray first = stage.parameters().get("unet.conv_in.weight").array();
            first.setRequiresGradient(true);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                collector.backward(stage.batch(pairs, new Random(1), scope).loss(0, 4, scope)[0]);
            }
            assertTrue(first.getGradient().abs().sum().getFloat() > 1e-6);
            first.setRequiresGradient(false);
            assertEquals(List.of("right", "wrong", "none"), List.copyOf(stage.check(pairs, new Random(2)).keySet()));
        }
    }

    @Test
    void howManyTemplatesACheckTakesAtOnceDoesNotChangeIt() {
        try (TrainingStage stage = stage("hide: 0.8")) {
            Map<String, Double> whole = stage.check(pairs(4), new Random(2));
            atOnce = 3;
            Map<String, Double> pieces = stage.check(pairs(4), new Random(2));
            whole.forEach((name, error) -> assertEquals(error, pieces.get(name), 1e-5, name));
        }
        assertEquals(List.of(4, 4, 4, 3, 1, 3, 1, 3, 1), looked);
    }

    @Test
    void noiseOfHiddenTemplatesIsRefused() {
        diffusion.close();
        diffusion = diffusion(", half: false");
        GladException e = assertThrows(GladException.class, () -> stage("hide: 0.5"));
        assertTrue(e.getMessage().contains("\"0.5\"") && e.getMessage().contains("diffusion.predicts: clean"), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    /** A check neither looks at them nor is kept. */
    @Test
    void earlierBatchesAreLookedAtAgainWithOtherNoise() {
        List<TrainingPair> pairs = pairs(4);
        String restore = "hide: 0.8, drop_text: 0.5";
        try (TrainingStage stage = stage(restore + ", again: 2, keep: 1")) {
            stage.prepare();
            float alone = loss(restore, pairs);
            stage.check(pairs, new Random(2));
            assertEquals(alone, loss(stage, pairs));
            float withEarlier = loss(stage, pairs);
            assertNotEquals(alone, withEarlier);
            assertEquals(withEarlier, loss(stage, pairs), 1e-6f); // the same templates, whichever batch they are of
        }
    }

    private float loss(String options, List<TrainingPair> pairs) {
        try (TrainingStage stage = stage(options)) {
            return loss(stage, pairs);
        }
    }

    private float loss(TrainingStage stage, List<TrainingPair> pairs) {
        try (NDManager scope = manager.newSubManager()) {
            stage.prepare();
            return stage.batch(pairs, new Random(1), scope).loss(0, pairs.size(), scope)[0].getFloat();
        }
    }

    private TrainingStage stage(String options) {
        DenoiserStageFactory factory = new DenoiserStageFactory();
        return factory.create(options(factory.options(), options), new Tracker());
    }

    private static Options options(OptionSchema schema, String options) {
        try {
            return schema.read("part", new YAMLMapper().readTree("{" + options + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<TrainingPair> pairs(int count) {
        Random random = new Random(5);
        return IntStream.range(0, count).mapToObj(i -> {
            byte[] rgb = new byte[SIDE * SIDE * 3];
            random.nextBytes(rgb);
            Image image = new Image(SIDE, SIDE, rgb);
            Box box = Box.centred(0.5, 0.5, 0.4, 0.6);
            return new TrainingPair(image, box, image, box, "word " + i, "", true, false);
        }).toList();
    }

    /** A tracker that has a diffusion module, and words that are numbers. */
    private final class Tracker implements TrainingModel {

        @Override
        public TextEncoder text() {
            return new Words();
        }

        @Override
        public Diffusion diffusion() {
            return diffusion;
        }

        @Override
        public Backbone backbone() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Fusion fusion() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Head head() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Parameter> parameters(String kind) {
            return kind.equals("diffusion") ? diffusion.parameters() : List.of();
        }

        @Override
        public void mode(Mode mode) {
            diffusion.mode(mode);
        }

        @Override
        public void train() {
            diffusion.mode(Mode.TRAIN);
        }

        @Override
        public NDManager manager() {
            return manager;
        }

        @Override
        public int atOnce() {
            return atOnce;
        }

        @Override
        public NDArray images(List<Image> images, NDManager scope) {
            looked.add(images.size());
            float[] values = new float[images.size() * 3 * SIDE * SIDE];
            for (int i = 0; i < values.length; i++) {
                int image = i / (3 * SIDE * SIDE);
                values[i] = images.get(image).rgb()[i % (3 * SIDE * SIDE)] / 64f;
            }
            return scope.create(values, new Shape(images.size(), 3, SIDE, SIDE));
        }

        @Override
        public DiffusionNoise noise(int count, Random random, NDManager scope) {
            return new DiffusionNoise(normal(count, random, scope), normal(count, random, scope));
        }

        private NDArray normal(int count, Random random, NDManager scope) {
            Shape shape = new Shape(count).addAll(diffusion.noiseShape());
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return scope.create(values, shape);
        }

        @Override
        public Prediction predict(List<TrainingPair> pairs, List<String> sentences, DiffusionNoise noise, NDManager scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeenPairs see(List<TrainingPair> pairs, NDManager scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDArray evidence(Tokens seen, List<String> sentences, NDManager scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Followed follow(List<TrainingPair> clips, List<String> sentences, DiffusionNoise noise, NDManager scope) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Words implements TextEncoder, FixedPart {

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int length() {
            return 3;
        }

        @Override
        public TextFeatures encode(List<String> sentences, NDManager scope) {
            NDArray tokens = scope.create(new Shape(sentences.size(), 3, WIDTH));
            for (int i = 0; i < sentences.size(); i++) {
                tokens.set(new NDIndex(i), DetFill.uniform(scope, sentences.get(i), 1, 3, WIDTH));
            }
            return new TextFeatures(tokens, scope.ones(new Shape(sentences.size(), 3)));
        }
    }
}
