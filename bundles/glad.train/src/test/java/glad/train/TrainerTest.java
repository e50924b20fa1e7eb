package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.data.TrainingPair;
import glad.api.model.ModelFiles;
import glad.api.model.Precision;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.runtime.Composer;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a tiny GLAD through all stages. */
class TrainerTest {

    private static final String EXPERIMENT = """
            model:
              text: {id: clip-text, vocabulary: 8, width: 16, layers: 1, heads: 2, length: 6, tokenizer: tokenizer.json}
              diffusion: {id: sd-lcm, vae_channels: [8, 8, 8], vae_layers: 1, vae_groups: 4, unet_channels: [8, 16],
                          unet_layers: 2, groups: 4, heads: 2, latent_scale: 1.0}
              backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2, mlp_ratio: 2, stem: conv, stem_channels: [8, 8, 16],
                         mark_target: true, tied_qk: true, drop_path: 0}
              fusion: {id: glad-decoder, heads: 2, mlp_ratio: 1, pool_heads: 4, position_table: fp32, scramble: false,
                       unused_weights: false}
              head: {id: center, channels: 16, target_query: true, detail: true}
            training:
              seed: 5
              stages:
                - {train: vae, samples: 8, batch: 4, learning_rate: 1.0e-3, clip: 1, warm_up: 0, check_every: 4,
                   model: {diffusion: {half: false}}}
                - {train: denoiser, samples: 8, batch: 4, learning_rate: 1.0e-3, clip: 1, warm_up: 0, drop_text: 0.15,
                   check_every: 4, model: {diffusion: {half: false}}}
                - {train: tracker, samples: 16, batch: 4, learning_rate: 1.0e-3, clip: 2, warm_up: 0, iou: giou,
                   drop_cues: 0.25, check_every: 4}
            """;

    @TempDir
    Path folder;

    private final ModelFiles files = files();
    private final Composer composer = composer();
    private final JsonNode experiment = read(EXPERIMENT);

    @Test
    void aTrainingRepeatsAndOneThatWasInterruptedEndsTheSame() throws IOException {
        assertTrue(trainer("straight", experiment, status -> { }).run());
        byte[] straight = Files.readAllBytes(folder.resolve("straight/weights.safetensors"));
        int[] reports = new int[1];
        int rounds = 0;
        boolean done = false;
        while (!done) {
            // Every run is stopped at its second report, which falls into each of the stages in turn.
            reports[0] = 0;
            Trainer[] trainer = new Trainer[1];
            trainer[0] = trainer("stopped", experiment, status -> {
                if (++reports[0] == 2) {
                    trainer[0].stop();
                }
            });
            done = trainer[0].run();
            rounds++;
            assertTrue(rounds < 20, "no end");
        }
        assertTrue(rounds > 2, "stopped " + (rounds - 1) + " times");
        assertArrayEquals(straight, Files.readAllBytes(folder.resolve("stopped/weights.safetensors")));
        List<String> log = Files.readAllLines(folder.resolve("straight/log.jsonl"));
        assertTrue(log.get(log.size() - 1).contains("\"iou\""), log.get(log.size() - 1));
        try (Stream<Path> left = Files.list(folder.resolve("straight"))) {
            assertFalse(left.anyMatch(path -> path.toString().endsWith(".part")));
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() {
        assertTrue(trainer("run", experiment, status -> { }).run());
        ObjectNode other = experiment.deepCopy();
        ((ObjectNode) other.get("training")).put("seed", 6);
        GladException e = assertThrows(GladException.class, () -> trainer("run", other, status -> { }).run());
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains("another training"), e.getMessage());
    }

    @Test
    void unknownKeysAreNamedWithTheNearestKnownOne() {
        JsonNode wrong = read("{seed: 1, stages: [{train: vae, sampels: 3}]}");
        String message = assertThrows(GladException.class, () -> TrainingSpec.read(wrong)).getMessage();
        assertTrue(message.contains("\"sampels\"") && message.contains("samples"), message);
    }

    private Trainer trainer(String name, JsonNode node, Consumer<TrainingStatus> progress) {
        JsonNode model = node.get("model");
        TrainingSpec training = TrainingSpec.read(node.get("training"));
        ModelSpec spec = new ModelSpec(part(model, "text"), part(model, "diffusion"), part(model, "backbone"),
                part(model, "fusion"), part(model, "head"), 32, 64);
        Placement placement = new Placement(Device.cpu(), Precision.FP32, training.seed());
        return new Trainer(composer, files, spec, placement, training, TrainerTest::pair, i -> pair(~i), folder.resolve(name),
                progress);
    }

    private static PartSpec part(JsonNode model, String kind) {
        ObjectNode options = model.get(kind).deepCopy();
        options.remove("id");
        return new PartSpec(model.get(kind).get("id").asText(), options);
    }

    /** A bright square on noise. */
    private static TrainingPair pair(long index) {
        Random random = new Random(index);
        int x = 8 + random.nextInt(32);
        int y = 8 + random.nextInt(32);
        return new TrainingPair(picture(random, 32, 8, 8), new Box(0.25, 0.25, 0.5, 0.5), picture(random, 64, x, y),
                new Box(x / 64.0, y / 64.0, 0.25, 0.25), random.nextBoolean() ? "red square" : "",
                random.nextBoolean() ? "blue square" : "", true, random.nextBoolean());
    }

    private static Picture picture(Random random, int side, int x0, int y0) {
        byte[] rgb = new byte[side * side * 3];
        random.nextBytes(rgb);
        for (int y = y0; y < y0 + 16; y++) {
            for (int x = x0; x < x0 + 16; x++) {
                rgb[(y * side + x) * 3] = (byte) 250;
            }
        }
        return new Picture(side, side, rgb);
    }

    private static JsonNode read(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ModelFiles files() {
        return new ModelFiles() {
            @Override
            public boolean has(String reference) {
                return true;
            }

            @Override
            public InputStream open(String reference) {
                return TrainerTest.class.getResourceAsStream(reference);
            }

            @Override
            public Path path(String reference) {
                return null;
            }
        };
    }

    private Composer composer() {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "test");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        return new Composer(parts);
    }
}
