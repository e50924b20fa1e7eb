package glad.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.PairSource;
import glad.api.data.TrainingPair;
import glad.api.model.ModelFiles;
import glad.api.model.Precision;
import glad.api.options.Options;
import glad.api.train.TrainingStageFactory;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.fusion.internal.WordQueryFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.head.internal.CornerHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.media.ImageFile;
import glad.nn.Torch;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Verdict;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.Numbers;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.Registry;
import glad.runtime.WeightStore;
import glad.testing.Goldens;
import glad.text.clip.internal.ClipTextFactory;
import glad.train.pairs.MixedPairs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
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
                         mark_target: true, tied_qk: true, drop_path: 0.1}
              fusion: {id: glad-decoder, heads: 2, mlp_ratio: 1, pool_heads: 4, position_table: fp32, scramble: false,
                       unused_weights: false}
              head: {id: center, channels: 16, target_query: true, detail: true}
            training:
              seed: 5
              stages:
                - {train: vae, samples: 8, batch: 4, learning_rate: 1.0e-3, clip: 1, warm_up: 0, check_every: 4, check_pairs: 5,
                   model: {diffusion: {half: false}}}
                - {train: denoiser, samples: 8, batch: 4, learning_rate: 1.0e-3, clip: 1, warm_up: 0, drop_text: 0.15, ema: 0.9,
                   check_every: 4, check_pairs: 5, model: {diffusion: {half: false}}}
                - {train: tracker, samples: 16, batch: 4, learning_rate: 1.0e-3, clip: 2, warm_up: 0, iou: giou,
                   drop_cues: 0.25, ema: 0.9, check_every: 4, check_pairs: 5}
            """;

    @TempDir
    Path folder;

    private final ModelFiles files = files();
    private final Composer composer = composer();
    private final JsonNode experiment = read(EXPERIMENT);
    private final List<String> remarks = new ArrayList<>();

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
    void aTrainingThatIsStoppedAtItsLastUpdateStillGivesItsWeights() {
        JsonNode node = experiment.deepCopy();
        ArrayNode stages = (ArrayNode) node.at("/training/stages");
        stages.remove(2);
        stages.remove(1);
        Trainer[] trainer = new Trainer[1];
        trainer[0] = trainer("last", node, status -> {
            if (status.samples() == status.total()) {
                trainer[0].stop();
            }
        });
        assertTrue(trainer[0].run());
        assertTrue(Files.exists(folder.resolve("last/weights.safetensors")));
    }

    @Test
    void aTrainingThatDiesAtAnyMomentEndsTheSameBitForBit() throws IOException {
        JsonNode node = checkedAtTheEnd(experiment.deepCopy(), "", "");
        assertTrue(trainer("whole", node, status -> { }).run());
        byte[] whole = Files.readAllBytes(folder.resolve("whole/weights.safetensors"));
        Random when = new Random(11);
        for (int deaths = 0; ; deaths++) {
            // Somebody else draws between two runs, and the process dies without a chance to write anything.
            Torch.seed(when.nextLong());
            int last = 1 + when.nextInt(12);
            AtomicInteger drawn = new AtomicInteger();
            Trainer trainer = new Trainer(composer, files, spec(node), List.of(placement(node)),
                    TrainingSpec.read(node.get("training"), Stages.all()), pairs(index -> {
                        if (drawn.incrementAndGet() > 4 * last) {
                            throw new IllegalStateException("died");
                        }
                        return pair(index);
                    }), folder.resolve("killed"), status -> { }, remarks::add);
            try {
                assertTrue(trainer.run());
                assertTrue(deaths >= 2, "died " + deaths + " times");
                break;
            } catch (IllegalStateException e) {
                assertEquals("died", e.getMessage());
                assertTrue(deaths < 60, "no end");
            }
        }
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("killed/weights.safetensors")));
        assertEquals(logged(folder.resolve("whole/log.jsonl")), logged(folder.resolve("killed/log.jsonl")));
    }

    /** Returns the lines of a log without what the clock says. */
    static List<JsonNode> logged(Path log) throws IOException {
        List<JsonNode> lines = Files.readAllLines(log).stream().map(TrainerTest::read).toList();
        lines.forEach(line -> ((ObjectNode) line).remove(List.of("rate", "time", "seconds", "wait", "memory")));
        return lines;
    }

    @Test
    void aTrainingThatGoesOnMayChangeRatesAndLengthsAndSaysSo() throws IOException {
        JsonNode node = tracker("", "");
        JsonNode stage = node.get("training").get("stages").get(0);
        stopped("run", node, 2);
        ((ObjectNode) stage).put("learning_rate", 2e-4).put("samples", 24).put("check_every", 24);
        assertTrue(trainer("run", node, status -> { }).run());
        List<JsonNode> log = logged(folder.resolve("run/log.jsonl"));
        assertEquals(read("{resumed: 1, update: 2, changed: {stages.1.check_every: ['16', '24'],"
                + " stages.1.learning_rate: ['0.001', '2.0E-4'], stages.1.samples: ['16', '24']}}").toString(), log.get(0).toString());
        assertEquals(6, log.get(1).get("update").intValue());
        assertTrue(remarks.contains("goes on with another stages.1.learning_rate: 0.001 -> 2.0E-4"), remarks.toString());

        stopped("short", node, 3);
        ((ObjectNode) stage).put("samples", 12);
        String message = assertThrows(GladException.class, () -> trainer("short", node, status -> { }).run()).getMessage();
        assertTrue(message.contains("\"12\" samples") && message.contains("has seen 12"), message);
        ((ObjectNode) stage).put("samples", 24).put("batch", 8).put("l1", 4);
        message = assertThrows(GladException.class, () -> trainer("short", node, status -> { }).run()).getMessage();
        assertTrue(message.contains("stages.1.batch (4 -> 8), stages.1.l1 (5.0 -> 4.0)") && !message.contains("samples ("), message);
    }

    /** Lets a training die after so many updates. */
    private void stopped(String name, JsonNode node, int updates) {
        assertThrows(IllegalStateException.class, () -> trainerOn(name, node, index -> {
            if (index >= 4 * updates) {
                throw new IllegalStateException("died");
            }
            return pair(index);
        }).run());
    }

    @Test
    void aCheckpointThatIsAskedForIsWrittenAtTheNextUpdateAndTheTrainingGoesOn() throws IOException {
        JsonNode node = tracker("", "");
        ((ObjectNode) node.get("training")).set("checkpoints", read("{}"));
        Path checkpoint = folder.resolve("asked/checkpoint.safetensors");
        Trainer[] trainer = new Trainer[1];
        AtomicInteger told = new AtomicInteger();
        trainer[0] = new Trainer(composer, files, spec(node), List.of(placement(node)), TrainingSpec.read(node.get("training"), Stages.all()),
                pairs(index -> {
                    if (index == 0) {
                        trainer[0].checkpoint();
                    }
                    return pair(index);
                }), folder.resolve("asked"), status -> { }, remark -> {
                    assertTrue(Files.exists(checkpoint));
                    told.incrementAndGet();
                    assertEquals("checkpoint of update 1 of stage 1 written", remark);
                });
        assertTrue(trainer[0].run());
        assertEquals(1, told.get());
    }

    @Test
    void progressIsToldAfterEveryUpdateWithoutALineOfTheLog() throws IOException {
        List<TrainingStatus> told = new ArrayList<>();
        assertTrue(trainer("told", tracker("", ""), told::add).run());
        assertEquals(List.of(4L, 8L, 12L, 16L), told.stream().map(TrainingStatus::samples).toList());
        assertEquals(List.of(true, true, true, false), told.stream().map(status -> status.note().isEmpty()).toList());
        assertTrue(told.stream().allMatch(status -> status.loss() > 0 && status.rate() > 0), told.toString());
        assertEquals(1, Files.readAllLines(folder.resolve("told/log.jsonl")).size());
    }

    @Test
    void aCheckpointIsAWeightFileOfItsModel() throws IOException {
        assertTrue(trainer("run", tracker("", ""), status -> { }).run());
        try (NDManager manager = Torch.manager(); WeightFile checkpoint = WeightFile.open(folder.resolve("run/checkpoint.safetensors"));
                WeightFile weights = WeightFile.open(folder.resolve("run/weights.safetensors"))) {
            assertEquals(weights.tensors().keySet(), checkpoint.tensors().keySet());
            assertTrue(checkpoint.format().startsWith("checkpoint of a training"), checkpoint.format());
            SafetensorsWriter.convert(checkpoint, folder.resolve("half.safetensors"), SafetensorsWriter.Storage.F16, bytes -> { });
            try (WeightFile half = WeightFile.open(folder.resolve("half.safetensors"))) {
                for (String name : weights.tensors().keySet()) {
                    assertEquals(weights.read(name, manager), half.read(name, manager), name);
                }
            }
        }
        try (Model model = composer.compose(spec(experiment), placement(experiment))) {
            LoadReport report = model.weights().load(List.of("run/checkpoint.safetensors"), new WeightStore(folder), progress -> { });
            assertTrue(report.complete() && report.unexpected().isEmpty(), report.summary());
        }
    }

    @Test
    void microBatchesAndSeveralDevicesGiveTheLossAndTheWeightsOfTheWholeBatch() throws IOException {
        // The head normalises four and four samples in all; what is drawn by libtorch would differ, so no path is dropped.
        JsonNode whole = tracker("drop_path: 0", "");
        ((ObjectNode) whole.get("model").get("head")).put("norm_batch", 4);
        ObjectNode stage = (ObjectNode) whole.get("training").get("stages").get(0);
        stage.put("samples", 320).put("batch", 16).put("check_every", 320).put("learning_rate", 4e-4)
                .put("schedule", "step").put("warm_up", 20).put("loss", "dense"); // the official one jumps where rounding decides which of two cells is the best
        // A bias before a normalisation or of a key changes nothing; Adam makes whole steps of its gradient's rounding.
        stage.set("freeze", read("['head.conv*.0.bias', 'encoder.stem.conv*.bias', 'encoder.blocks.*.qkv.bias']"));
        ((ObjectNode) whole.get("training")).set("checkpoints", read("{}"));
        JsonNode pieces = whole.deepCopy();
        ((ObjectNode) pieces.get("training").get("stages").get(0)).put("micro_batch", 4);
        assertTrue(trainer("cpu", whole, status -> { }).run());
        assertTrue(trainer("micro-batches", pieces, status -> { }).run());
        assertTrue(trainer("cpu,cpu,cpu,cpu", whole, 4).run());
        assertTrue(trainer("cpu,cpu in micro-batches", pieces, 2).run());
        for (String other : List.of("micro-batches", "cpu,cpu,cpu,cpu", "cpu,cpu in micro-batches")) {
            JsonNode[] last = {read(Files.readString(folder.resolve("cpu/log.jsonl"))), read(Files.readString(folder.resolve(other + "/log.jsonl")))};
            assertEquals(20, last[1].get("update").intValue(), other);
            assertEquals(last[0].get("loss").doubleValue(), last[1].get("loss").doubleValue(), 1e-5 * last[0].get("loss").doubleValue(), other);
            close(other, !other.startsWith("cpu"));
        }
        GladException refused = assertThrows(GladException.class, () -> trainer("three", whole, 3).run());
        assertTrue(refused.getMessage().contains("a batch of 16 can't be shared equally among 3 devices"), refused.getMessage());
    }

    /** Compares the weights of a training with those on one device in whole batches. */
    private void close(String other, boolean statisticsToo) {
        try (NDManager manager = Torch.manager();
                Safetensors a = Safetensors.open(folder.resolve("cpu/checkpoint.safetensors"));
                Safetensors b = Safetensors.open(folder.resolve(other + "/checkpoint.safetensors"))) {
            for (String name : a.tensors().keySet()) {
                double[] expected = Goldens.doubles(a.read(name, manager));
                double[] found = Goldens.doubles(b.read(name, manager));
                if (name.startsWith("model.") && (name.contains("running_") || name.contains("batches"))) {
                    // Statistics are of sums of hundreds of weights and more, each of which may be 1e-5 off. Those of several
                    // devices are means of what each has seen, so they have moved less often.
                    if (statisticsToo) {
                        Goldens.assertClose(name, expected, found, 1e-3);
                    } else if (name.contains("running_")) {
                        double before = name.contains("var") ? 1 : 0;
                        double away = 0;
                        double moved = 0;
                        for (int i = 0; i < found.length; i++) {
                            away += Math.pow(found[i] - expected[i], 2);
                            moved += Math.pow(found[i] - before, 2);
                        }
                        assertTrue(away < 0.5 * moved, other + " " + name + ": " + away + " of " + moved);
                    }
                } else if (name.startsWith("model.")) {
                    Goldens.assertClose(other + " " + name, expected, found, 1e-5);
                }
            }
        }
    }

    private Trainer trainer(String name, JsonNode node, int devices) {
        return new Trainer(composer, files, spec(node), Collections.nCopies(devices, placement(node)),
                TrainingSpec.read(node.get("training"), Stages.all()), pairs(TrainerTest::pair), folder.resolve(name),
                status -> { }, remarks::add);
    }

    @Test
    void theNumberOfReadersChangesNothingAndWhatHappensCanBeWatched() throws IOException {
        JsonNode node = tracker("", "");
        ((ObjectNode) node.get("training").get("stages").get(0)).set("groups", read("[{names: 'encoder.*', rate: 0.5}]"));
        PairSource mixed = new MixedPairs(List.of(new MixedPairs.Share(TrainerTest::pair, 2), new MixedPairs.Share(i -> pair(i + 7), 1)), 3);
        byte[][] weights = new byte[2][];
        for (int i = 0; i < 2; i++) {
            Trainer trainer = new Trainer(composer, files, spec(node), List.of(placement(node)),
                    TrainingSpec.read(node.get("training"), Stages.all()), new TrainingPairs(mixed, j -> pair(~j), 1 + 4 * i),
                    folder.resolve("readers" + i), status -> { }, remarks::add);
            assertTrue(trainer.run());
            weights[i] = Files.readAllBytes(folder.resolve("readers" + i + "/weights.safetensors"));
        }
        assertArrayEquals(weights[0], weights[1]);
        JsonNode line = read(Files.readString(folder.resolve("readers1/log.jsonl")));
        assertEquals(0.5 * line.get("learning_rate").get("*").doubleValue(), line.get("learning_rate").get("encoder.*").doubleValue(), 1e-8);
        assertTrue(line.get("memory").intValue() > 100 && line.get("wait").doubleValue() >= 0 && line.get("seconds").doubleValue() > 0
                && line.has("time"), line.toString());
        Image drawing = ImageFile.read(folder.resolve("readers1/drawings/tracker-00000004-3.png"));
        assertEquals(64, drawing.height());
        try (Stream<Path> events = Files.list(folder.resolve("readers1"))) {
            assertEquals(1, events.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents.")).count());
        }
    }

    @Test
    void droppedPathsFollowFromTheSeedAlone() throws IOException {
        byte[][] weights = new byte[2][];
        for (int i = 0; i < 2; i++) {
            Torch.seed(i);
            assertTrue(trainer("drop" + i, tracker("drop_path: 0.3", ""), status -> { }).run());
            weights[i] = Files.readAllBytes(folder.resolve("drop" + i + "/weights.safetensors"));
        }
        assertArrayEquals(weights[0], weights[1]);
        assertTrue(trainer("none", tracker("drop_path: 0", ""), status -> { }).run());
        assertFalse(Arrays.equals(weights[0], Files.readAllBytes(folder.resolve("none/weights.safetensors"))), "nothing dropped");
    }

    @Test
    void aBackwardPassReadsNothingThatWasFreed() throws IOException {
        JsonNode node = experiment.deepCopy();
        node.get("training").get("stages").forEach(stage -> ((ObjectNode) stage).put("samples", 4).put("check_every", 4).put("check_pairs", 4));
        assertTrue(trainer("plain", node, status -> { }).run());
        Registry<TrainingStageFactory> overwriting = Stages.all(OverwritingStage::factory);
        assertTrue(new Trainer(composer, files, spec(node), List.of(placement(node)), TrainingSpec.read(node.get("training"), overwriting),
                pairs(TrainerTest::pair), folder.resolve("overwritten"), status -> { }, remarks::add).run());
        assertArrayEquals(Files.readAllBytes(folder.resolve("plain/weights.safetensors")),
                Files.readAllBytes(folder.resolve("overwritten/weights.safetensors")));
    }

    @Test
    void anUpdateThatIsNoNumberGoesBackOnceAndItsPairsAreSaved() throws IOException {
        JsonNode node = tracker("", "");
        assertTrue(trainer("sound", node, status -> { }).run());
        AtomicInteger bad = new AtomicInteger(1);
        PairSource once = index -> index == 9 && bad.getAndDecrement() > 0 ? noNumber(pair(index)) : pair(index);
        assertTrue(trainerOn("once", node, once).run());
        assertArrayEquals(Files.readAllBytes(folder.resolve("sound/weights.safetensors")),
                Files.readAllBytes(folder.resolve("once/weights.safetensors")));
        assertTrue(remarks.get(0).contains("going back to the checkpoint of update 2"), remarks.toString());
        assertTrue(Files.exists(folder.resolve("once/diverged-tracker-3/003-search.png")));
        assertTrue(Files.readString(folder.resolve("once/diverged-tracker-3/pairs.json")).contains("NaN"));

        PairSource always = index -> index == 9 ? noNumber(pair(index)) : pair(index);
        String message = assertThrows(GladException.class, () -> trainerOn("always", node, always).run()).getMessage();
        assertTrue(message.contains("diverged again: update 3 of stage tracker"), message);
        assertTrue(Files.exists(folder.resolve("always/checkpoint.safetensors")));
    }

    private static TrainingPair noNumber(TrainingPair pair) {
        return new TrainingPair(pair.template(), pair.templateBox(), pair.search(), new Box(0.2, 0.2, Double.NaN, 0.2),
                pair.sentence(), pair.wrongSentence(), pair.natural(), pair.templateDegraded());
    }

    @Test
    void theLastCheckpointsAndTheBestAreKeptAndOneTrainingHoldsTheFolder() throws IOException {
        JsonNode node = tracker("", "");
        ((ObjectNode) node.get("training")).set("checkpoints", read("{keep: 2, updates: 1}"));
        ((ObjectNode) node.get("training").get("stages").get(0)).put("check_every", 8);
        String[] refused = new String[1];
        assertTrue(trainer("kept", node, status -> refused[0] = assertThrows(GladException.class,
                () -> trainer("kept", node, s -> { }).run()).getMessage()).run());
        assertTrue(refused[0].contains("another process"), refused[0]);
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            assertEquals(List.of("best.safetensors", "checkpoint-00-000000003.safetensors", "checkpoint-01-000000000.safetensors",
                    "checkpoint.safetensors", "drawings", "lock", "log.jsonl", "weights.safetensors"),
                    files.map(f -> f.getFileName().toString()).filter(name -> !name.startsWith("events.")).sorted().toList());
        }
        double best = Files.readAllLines(folder.resolve("kept/log.jsonl")).stream()
                .mapToDouble(line -> read(line).get("held-out").get("iou").doubleValue()).max().orElseThrow();
        try (Safetensors saved = Safetensors.open(folder.resolve("kept/best.safetensors"))) {
            assertEquals(best, Double.parseDouble(saved.metadata().get("iou")), 1e-4);
        }
        // Which checkpoints are kept may change when a training goes on.
        ((ObjectNode) node.get("training")).set("checkpoints", read("{keep: 1}"));
        assertTrue(trainer("kept", node, status -> { }).run());
    }

    @Test
    void theCornerHeadIsTrainedOnItsBoxes() throws IOException {
        JsonNode corner = tracker("", "head: {id: corner, channels: 16}");
        assertTrue(trainer("corner", corner, status -> { }).run());
        List<String> log = Files.readAllLines(folder.resolve("corner/log.jsonl"));
        assertTrue(log.get(log.size() - 1).contains("\"overlap\"") && !log.get(log.size() - 1).contains("focal"), log.toString());
        ((ObjectNode) corner.get("training").get("stages").get(0)).put("loss", "dense");
        String message = assertThrows(GladException.class, () -> trainer("dense", corner, status -> { }).run()).getMessage();
        assertTrue(message.contains("center"), message);
    }

    @Test
    void initialWeightsFillWhatTheyAreSaidToOrEndTheTraining() throws IOException {
        JsonNode plain = tracker("", "");
        assertTrue(trainer("first", plain, status -> { }).run());
        ModelFiles onDisk = new WeightStore(folder);
        ObjectNode begun = plain.deepCopy();
        ((ObjectNode) begun.get("training")).set("initial", read("[{file: first/weights.safetensors, fills: [backbone, 'pm.*']}]"));
        assertTrue(trainer("begun", begun, onDisk).run());
        assertTrue(remarks.get(0).contains("first/weights.safetensors: "), remarks.toString());
        assertTrue(Files.readAllLines(folder.resolve("begun/log.jsonl")).get(0).contains("\"loaded\""));

        try (NDManager manager = Torch.manager()) {
            SafetensorsWriter.write(folder.resolve("some.safetensors"), Map.of("encoder.norm.bias", manager.ones(new Shape(32))),
                    Map.of(), SafetensorsWriter.Storage.F32);
            SafetensorsWriter.write(folder.resolve("none.safetensors"), Map.of("module.norm", manager.ones(new Shape(32))),
                    Map.of(), SafetensorsWriter.Storage.F32);
        }
        refused(begun, "[first/weights.safetensors, none.safetensors]", "\"none.safetensors\" don't fit");
        refused(begun, "[{file: some.safetensors, fills: [backbone]}]", "lack ");
        refused(begun, "[{file: some.safetensors, fills: [backbones]}]", "\"backbones\"");
        refused(begun, "[{file: some.safetensors, fill: [backbone]}]", "fills");
        refused(begun, "[{file: some.safetensors, leaves: [unit.*]}]", "\"unit.*\"");
        ((ObjectNode) begun.get("training")).set("initial", read("[some.safetensors]"));
        assertTrue(trainer("little", begun, onDisk).run());
    }

    @Test
    void parametersThatInitialWeightsLeaveStayAsTheyAreDrawn() {
        JsonNode plain = tracker("", "");
        assertTrue(trainer("drawn", plain, status -> { }).run());
        try (NDManager manager = Torch.manager()) {
            SafetensorsWriter.write(folder.resolve("ones.safetensors"), Map.of("unet.conv_in.weight", manager.ones(new Shape(8, 4, 3, 3)),
                    "unet.conv_in.bias", manager.ones(new Shape(8))), Map.of(), SafetensorsWriter.Storage.F32);
            ObjectNode begun = plain.deepCopy();
            ((ObjectNode) begun.get("training")).set("initial", read("[{file: ones.safetensors, leaves: ['unet.conv_in.w*']}]"));
            assertTrue(trainer("left", begun, new WeightStore(folder)).run());
            try (WeightFile drawn = WeightFile.open(folder.resolve("drawn/weights.safetensors"));
                    WeightFile left = WeightFile.open(folder.resolve("left/weights.safetensors"))) {
                assertEquals(1, left.read("unet.conv_in.bias", manager).min().toType(DataType.FLOAT32, false).getFloat());
                assertEquals(drawn.read("unet.conv_in.weight", manager), left.read("unet.conv_in.weight", manager));
            }
        }
    }

    @Test
    void whatIsTrainedInHalfPrecisionIsRefused() {
        ObjectNode node = experiment.get("training").deepCopy();
        ObjectNode stage = (ObjectNode) node.get("stages").get(node.get("stages").size() - 1);
        assertEquals("tracker", stage.path("train").asText("tracker"));
        stage.put("precision", "bf16,diffusion=fp16");
        assertEquals("bf16,diffusion=fp16",
                TrainingSpec.read(node, Stages.all()).stages().get(node.get("stages").size() - 1).precision().toString());
        stage.put("precision", "bf16,head=fp16");
        GladException e = assertThrows(GladException.class, () -> TrainingSpec.read(node, Stages.all()));
        assertTrue(e.getMessage().contains("has the head in fp16") && e.getMessage().contains("expected fp32 or bf16"), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    private void refused(ObjectNode node, String initial, String expected) {
        ((ObjectNode) node.get("training")).set("initial", read(initial));
        String message = assertThrows(GladException.class, () -> trainer("refused", node, new WeightStore(folder)).run())
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void groupsAndFrozenParametersAreNamedByWholeNames() throws IOException {
        JsonNode plain = tracker("", "");
        JsonNode slow = tracker("", "");
        ((ObjectNode) slow.get("training").get("stages").get(0)).set("groups", read("[{names: 'encoder.*', rate: 0}]"));
        ((ObjectNode) slow.get("training").get("stages").get(0)).set("freeze", read("[head.*]"));
        assertTrue(trainer("plain", plain, status -> { }).run());
        assertTrue(trainer("slow", slow, status -> { }).run());
        ObjectNode untrained = plain.deepCopy();
        ((ObjectNode) untrained.get("training").get("stages").get(0)).put("learning_rate", 0).put("weight_decay", 0);
        assertTrue(trainer("untrained", untrained, status -> { }).run());
        try (NDManager manager = Torch.manager();
                Safetensors a = Safetensors.open(folder.resolve("untrained/weights.safetensors"));
                Safetensors b = Safetensors.open(folder.resolve("slow/weights.safetensors"))) {
            for (String name : a.tensors().keySet()) {
                boolean still = name.startsWith("encoder.") || name.startsWith("unet.") || name.startsWith("vae.")
                        || name.startsWith("text_encoder.") || name.startsWith("head.") && !name.contains("running")
                        && !name.contains("batches");
                if (still) {
                    assertEquals(a.read(name, manager), b.read(name, manager), name);
                }
            }
            assertFalse(a.read("fd.0.norm3.weight", manager).equals(b.read("fd.0.norm3.weight", manager)));
        }
        ((ObjectNode) slow.get("training").get("stages").get(0)).set("freeze", read("[heads.*]"));
        String message = assertThrows(GladException.class, () -> trainer("no", slow, status -> { }).run()).getMessage();
        assertTrue(message.contains("\"heads.*\""), message);
    }

    /** Returns the experiment with its last stage alone. */
    private JsonNode tracker(String backbone, String other) {
        ObjectNode node = experiment.deepCopy();
        ObjectNode training = (ObjectNode) node.get("training");
        JsonNode stage = training.get("stages").get(2);
        training.putArray("stages").add(stage);
        return checkedAtTheEnd(node, backbone, other);
    }

    /** Leaves out the checks but the last; a checkpoint is written after every update all the same. */
    private static JsonNode checkedAtTheEnd(ObjectNode node, String backbone, String other) {
        node.get("training").get("stages").forEach(stage -> ((ObjectNode) stage).put("check_every", 16));
        ((ObjectNode) node.get("training")).set("checkpoints", read("{updates: 1}"));
        ((ObjectNode) node.get("model").get("backbone")).setAll((ObjectNode) read("{" + backbone + "}"));
        ((ObjectNode) node.get("model")).setAll((ObjectNode) read("{" + other + "}"));
        return node;
    }

    @Test
    void anAverageOfTheWeightsIsLeftAndDoesNotChangeTheTraining() throws IOException {
        JsonNode averaged = tracker("", "");
        JsonNode plain = averaged.deepCopy();
        ((ObjectNode) plain.get("training").get("stages").get(0)).remove("ema");
        assertTrue(trainer("averaged", averaged, status -> { }).run());
        assertTrue(trainer("plain", plain, status -> { }).run());
        JsonNode with = read(Files.readString(folder.resolve("averaged/log.jsonl")));
        JsonNode without = read(Files.readString(folder.resolve("plain/log.jsonl")));
        assertEquals(without.get("loss"), with.get("loss"));
        assertEquals(without.get("gradient"), with.get("gradient"));
        assertFalse(without.get("held-out").equals(with.get("held-out")));
        assertEquals(-1, Arrays.mismatch(weights("averaged", "checkpoint", "training.encoder.blocks.0.mlp.fc1.weight"),
                weights("plain", "checkpoint", "model.encoder.blocks.0.mlp.fc1.weight")));
        assertFalse(Arrays.equals(weights("averaged", "weights", "encoder.blocks.0.mlp.fc1.weight"),
                weights("plain", "weights", "encoder.blocks.0.mlp.fc1.weight")));
    }

    private float[] weights(String name, String file, String tensor) {
        try (NDManager manager = Torch.manager();
                Safetensors saved = Safetensors.open(folder.resolve(name).resolve(file + ".safetensors"))) {
            return saved.read(tensor, manager).toFloatArray();
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() {
        JsonNode node = tracker("", "");
        assertTrue(trainer("run", node, status -> { }).run());
        ObjectNode other = node.deepCopy();
        ((ObjectNode) other.get("training")).put("seed", 6);
        GladException e = assertThrows(GladException.class, () -> trainer("run", other, status -> { }).run());
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains("another training"), e.getMessage());
    }

    @Test
    void unknownKeysAreNamedWithTheNearestKnownOne() {
        JsonNode wrong = read("{seed: 1, stages: [{train: vae, sampels: 3}]}");
        String message = assertThrows(GladException.class, () -> TrainingSpec.read(wrong, Stages.all())).getMessage();
        assertTrue(message.contains("\"sampels\"") && message.contains("samples"), message);
    }

    @Test
    void anUnknownStageNamesTheKnownOnesAndOptionsOfAnotherStageAreRefused() {
        JsonNode wrong = read("{seed: 1, stages: [{train: trackr}]}");
        String message = assertThrows(GladException.class, () -> TrainingSpec.read(wrong, Stages.all())).getMessage();
        assertEquals("unknown training stage \"trackr\"; did you mean \"tracker\"? Known: context, denoiser, tracker, vae, words", message);
        JsonNode foreign = read("{seed: 1, stages: [{train: tracker, kl: 0.1}]}");
        assertTrue(assertThrows(GladException.class, () -> TrainingSpec.read(foreign, Stages.all())).getMessage().contains("\"kl\""));
    }

    @Test
    void aStageOfABundleThatWasRemovedNamesIt() {
        Registry<TrainingStageFactory> stages = Stages.all();
        stages.withdraw(stages.get("vae"));
        String message = assertThrows(GladException.class, () -> TrainingSpec.read(experiment.get("training"), stages)).getMessage();
        assertTrue(message.contains("no training stage \"vae\": it was offered by bundle glad.diffusion.sd"), message);
    }

    @Test
    void wrongGradientsRefuseTrainingBeforeAnythingIsWritten() {
        Verdict verdict = new Verdict(List.of(
                new NumberCheck("layer norm", Precision.FP32, true, "7x96", 0.5, 5e-6, true)), 0.2);
        Composer careful = new Composer(new Parts(), new Numbers(folder.resolve("numbers"), TreeMap::new, () -> verdict));
        Trainer trainer = new Trainer(careful, files, spec(experiment), List.of(placement(experiment)),
                TrainingSpec.read(experiment.get("training"), Stages.all()), pairs(TrainerTest::pair), folder.resolve("refused"),
                status -> { }, remarks::add);
        GladException refused = assertThrows(GladException.class, trainer::run);
        assertEquals(1, refused.exitCode());
        assertTrue(refused.getMessage().contains("in training: layer norm backward fp32 (7x96)")
                && refused.getMessage().contains("ONEDNN_MAX_CPU_ISA=AVX2"), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    private Trainer trainer(String name, JsonNode node, Consumer<TrainingStatus> progress) {
        return new Trainer(composer, files, spec(node), List.of(placement(node)), TrainingSpec.read(node.get("training"), Stages.all()),
                pairs(TrainerTest::pair), folder.resolve(name), progress, remarks::add);
    }

    private Trainer trainerOn(String name, JsonNode node, PairSource pairs) {
        return new Trainer(composer, files, spec(node), List.of(placement(node)), TrainingSpec.read(node.get("training"), Stages.all()), pairs(pairs), folder.resolve(name), status -> { }, remarks::add);
    }

    private Trainer trainer(String name, JsonNode node, ModelFiles weights) {
        return new Trainer(composer, weights, spec(node), List.of(placement(node)), TrainingSpec.read(node.get("training"), Stages.all()),
                pairs(TrainerTest::pair), folder.resolve(name), status -> { }, remarks::add);
    }

    private static TrainingPairs pairs(PairSource training) {
        return new TrainingPairs(training, i -> pair(~i), 2);
    }

    /** Returns the tiny tracker. */
    static ModelSpec spec() {
        return spec(read(EXPERIMENT));
    }

    /** Returns the loss of its tracker stage. */
    static Options trackerLoss() {
        List<StageSpec> stages = TrainingSpec.read(read(EXPERIMENT).get("training"), Stages.all()).stages();
        return stages.get(stages.size() - 1).goal().options();
    }

    private static ModelSpec spec(JsonNode node) {
        JsonNode model = node.get("model");
        return new ModelSpec(part(model, "text"), part(model, "diffusion"), part(model, "backbone"), part(model, "fusion"),
                part(model, "head"), 32, 64);
    }

    private static Placement placement(JsonNode node) {
        return new Placement(Device.cpu(), Precision.FP32, node.get("training").get("seed").longValue());
    }

    private static PartSpec part(JsonNode model, String kind) {
        ObjectNode options = model.get(kind).deepCopy();
        options.remove("id");
        return new PartSpec(model.get(kind).get("id").asText(), options);
    }

    /** A bright square on noise. */
    static TrainingPair pair(long index) {
        Random random = new Random(index);
        int x = 8 + random.nextInt(32);
        int y = 8 + random.nextInt(32);
        return new TrainingPair(image(random, 32, 8, 8), new Box(0.25, 0.25, 0.5, 0.5), image(random, 64, x, y),
                new Box(x / 64.0, y / 64.0, 0.25, 0.25), random.nextBoolean() ? "red square" : "",
                random.nextBoolean() ? "blue square" : "", true, random.nextBoolean());
    }

    private static Image image(Random random, int side, int x0, int y0) {
        byte[] rgb = new byte[side * side * 3];
        random.nextBytes(rgb);
        for (int y = y0; y < y0 + 16; y++) {
            for (int x = x0; x < x0 + 16; x++) {
                rgb[(y * side + x) * 3] = (byte) 250;
            }
        }
        return new Image(side, side, rgb);
    }

    private static JsonNode read(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ModelFiles files() {
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

    /** Returns a training of some seconds that writes a checkpoint after every update, for a process that is killed. */
    static Trainer killable(Path folder) {
        ObjectNode node = (ObjectNode) read(EXPERIMENT);
        node.get("training").get("stages").forEach(stage -> ((ObjectNode) stage).put("samples", 32).put("check_every", 32));
        ((ObjectNode) node.get("training")).set("checkpoints", read("{updates: 1}"));
        return new Trainer(composer(), files(), spec(node), List.of(placement(node)),
                TrainingSpec.read(node.get("training"), Stages.all()), pairs(TrainerTest::pair), folder, status -> { },
                remark -> { });
    }

    /** Returns a training of the tracker in bf16, with a checkpoint after every update. */
    static Trainer tracker(Path folder, ModelFiles files, String initial, PairSource pairs) {
        ObjectNode node = (ObjectNode) read(EXPERIMENT);
        ObjectNode training = (ObjectNode) node.get("training");
        ObjectNode stage = (ObjectNode) training.get("stages").get(2);
        training.putArray("stages").add(stage.put("check_every", 16).put("precision", "bf16"));
        training.set("initial", read(initial));
        training.set("checkpoints", read("{updates: 1}"));
        return new Trainer(composer(), files, spec(node), List.of(placement(node)), TrainingSpec.read(training, Stages.all()), pairs(pairs), folder, status -> { }, remark -> { });
    }

    static Composer composer() {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files()), "test");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "test");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "test");
        parts.offer(PartKind.WORDS, "word-query", new WordQueryFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        parts.offer(PartKind.HEAD, "corner", new CornerHeadFactory(), "test");
        return new Composer(parts);
    }
}
