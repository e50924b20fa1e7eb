package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialConfigurationTest {

    /** The keys and values of the official large configuration. */
    private static final String LARGE = """
            DATA:
              SAMPLER_MODE: causal
              MAX_SAMPLE_INTERVAL: 200
              MEAN: [0.485, 0.456, 0.406]
              STD: [0.229, 0.224, 0.225]
              SEARCH: {CENTER_JITTER: 4.5, FACTOR: 5.0, SCALE_JITTER: 0.5, SIZE: 384, NUMBER: 1}
              TEMPLATE: {CENTER_JITTER: 0, FACTOR: 2.0, SCALE_JITTER: 0, SIZE: 512, NUMBER: 1}
              TRAIN: {DATASETS_NAME: [GOT10K_train_full, LASOT], DATASETS_RATIO: [1, 1], SAMPLE_PER_EPOCH: 19200}
              VAL: {DATASETS_NAME: [LASOT_test], DATASETS_RATIO: [1], SAMPLE_PER_EPOCH: 9600}
            MODEL:
              PRETRAIN_FILE: mae_pretrain_vit_large.pth
              DIFF_PRETRAIN_ID: stable-diffusion-v1-5
              LCM_ID: lcm-lora-sdv1-5
              HEAD_TYPE: CENTER
              HIDDEN_DIM: 1024
              HEAD_CHANNEL: 256
              HEAD_FREEZE_BN: False
            TRAIN:
              SAME_LR: False
              BACKBONE_MULTIPLIER: 0.1
              POOL_MULTIPLIER: 0.4
              BATCH_SIZE: 48
              EPOCH: 300
              IOU_WEIGHT: 2.0
              GRAD_CLIP_NORM: 0.1
              LR: 0.0004
              LR_DROP_EPOCH: 240
              OPTIMIZER: ADAMW
              SCHEDULER: {TYPE: WarmMstep, WARM_EPOCH: 15, MILESTONES: [240], GAMMA: 0.1}
              WEIGHT_DECAY: 0.0001
              DEEPSPEED: True
            TEST: {EPOCH: 300, SEARCH_FACTOR: 5.0, SEARCH_SIZE: 384, TEMPLATE_FACTOR: 2.0, TEMPLATE_SIZE: 512}
            """;

    @TempDir
    private Path folder;
    private Experiments experiments;

    @BeforeEach
    void open() {
        experiments = new Experiments(folder.resolve("experiments"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("official.yaml"), text);
    }

    @Test
    void theLargeConfigurationBecomesTheShippedExperiment() throws IOException {
        OfficialConfiguration made = experiments.add("mine", write(LARGE));
        Experiment mine = experiments.read("mine", List.of());
        Experiment shipped = Official.experiments().read("glad-l384", List.of());
        assertEquals(shipped.weights(), mine.weights());
        assertEquals(shipped.tracker(), mine.tracker());
        assertEquals(shipped.sentence(), mine.sentence());
        assertEquals(shipped.model().searchSize(), mine.model().searchSize());
        assertEquals(shipped.model().templateSize(), mine.model().templateSize());
        ObjectNode own = mine.tree();
        for (String part : List.of("text", "diffusion", "backbone", "fusion", "head")) {
            own.get(part).properties().forEach(option -> {
                if (shipped.tree().get(part).has(option.getKey())) {
                    assertEquals(shipped.tree().get(part).get(option.getKey()), option.getValue(), part + option.getKey());
                }
            });
        }
        assertEquals(27, own.get("head").get("decode_side").intValue());
        assertEquals(300 * 19200, own.get("training").get("stages").get(0).get("samples").longValue());
        assertEquals(15 * 19200 / 48, own.get("training").get("stages").get(0).get("warm_up").longValue());
        assertTrue(made.unmapped().stream().anyMatch(l -> l.startsWith("TRAIN.POOL_MULTIPLIER = 0.4: ")), made.toString());
        assertEquals(shipped.training().get("initial"), own.get("training").get("initial"));
        assertFalse(made.unmapped().stream().anyMatch(l -> l.startsWith("DATA.TRAIN")), made.toString());
        assertEquals("[{\"dataset\":\"got10k\",\"split\":\"train-full\",\"weight\":1},"
                + "{\"dataset\":\"lasot\",\"split\":\"train\",\"weight\":1}]", own.get("training").get("data").toString());
        assertEquals("[{\"dataset\":\"lasot\",\"split\":\"test\",\"weight\":1}]",
                own.get("training").get("held_out").toString());
        assertEquals(shipped.training().get("sampling"), own.get("training").get("sampling"));
        assertFalse(made.unmapped().stream().anyMatch(l -> l.startsWith("TEST") || l.contains("DEEPSPEED")), made.toString());
        assertTrue(Files.readString(folder.resolve("experiments").resolve("mine.yaml")).startsWith("# not mapped: "));
    }

    @Test
    void aPretrainedFileSaysWhichBackboneItIsAndValidationIsMapped() throws IOException {
        String text = LARGE.replace("mae_pretrain_vit_large.pth", "pretrained/fast_itpn_base_clipl_e1600.pt").replace("HIDDEN_DIM: 1024", "HIDDEN_DIM: 512")
                .replace("MILESTONES: [240]", "MILESTONES: [100, 240]").replace("SAME_LR: False", "NUM_WORKER: 10");
        OfficialConfiguration made = experiments.add("itpn", write(text));
        assertEquals("fast-itpn-base", made.tree().get("backbone").get("id").textValue());
        assertFalse(made.tree().get("head").has("decode_side"), made.tree().toString());
        ObjectNode stage = (ObjectNode) made.tree().get("training").get("stages").get(0);
        assertEquals("[40000,96000]", stage.get("milestones").toString());
        assertEquals(9600, stage.get("check_pairs").intValue());
        assertEquals("{\"file\":\"pretrained/fast_itpn_base_clipl_e1600.pt\",\"fills\":[\"backbone\"]}",
                made.tree().get("training").get("initial").get(2).toString());
        assertTrue(made.unmapped().stream().anyMatch(line -> line.startsWith("TRAIN.NUM_WORKER = 10: ") && line.contains("--readers")),
                made.unmapped().toString());
        write(text.replace("HIDDEN_DIM: 512", "HIDDEN_DIM: 1024"));
        refused("other", "\"1024\" as MODEL.HIDDEN_DIM with \"pretrained/fast_itpn_base_clipl_e1600.pt\"");
        write(text.replace("fast_itpn_base_clipl_e1600.pt", "fast_itpn_large_1600e_1k.pt").replace("  HIDDEN_DIM: 512\n", ""));
        experiments.add("wide", folder.resolve("official.yaml"));
        assertEquals("fast-itpn-large", experiments.read("wide", List.of()).model().backbone().id());
    }

    @Test
    void filesOfAtcTrackBecomeItsExperimentsAndTheirTrainingIsNamed() throws IOException {
        for (String size : List.of("base", "large")) {
            OfficialConfiguration made = experiments.add(size, write("""
                    DATA: {MEAN: [0.485, 0.456, 0.406], SEARCH: {FACTOR: 4.0, SIZE: 256, NUMBER: 4}, TEMPLATE: {FACTOR: 2.0, SIZE: 128},
                      TRAIN: {DATASETS_NAME: [LASOT], DATASETS_RATIO: [6]}}
                    MODEL: {BACKBONE: {TYPE: itpn_%s, STRIDE: 16}, HEAD: {TYPE: CENTER, NUM_CHANNELS: 256}, HIDDEN_DIM: 512}
                    TRAIN: {DROP_PATH_RATE: 0.1, BATCH_SIZE: 6, FIX_BN: true}
                    TEST: {EPOCH: 240, SEARCH_FACTOR: 4.0, SEARCH_SIZE: 256, TEMPLATE_FACTOR: 2.0, TEMPLATE_SIZE: 128, WINDOW: true,
                      NUM_TEMPLATES: 2, STRANGE: 1}
                    """.formatted(size)));
            Experiment mine = experiments.read(size, List.of());
            Experiment shipped = Official.experiments().read("atc-" + size.charAt(0), List.of());
            assertEquals(shipped.weights(), mine.weights());
            assertEquals(shipped.sentence(), mine.sentence());
            assertEquals(shipped.model().backbone().id(), mine.model().backbone().id());
            assertEquals(shipped.model().memory().id(), mine.model().memory().id());
            for (String dataset : List.of("lasot", "lasot-ext", "tnl2k", "mgit", "otb99-lang")) {
                assertEquals(shipped.on(dataset).tracker(), mine.on(dataset).tracker(), dataset);
            }
            assertTrue(made.unmapped().contains("TRAIN.BATCH_SIZE = 6: the training isn't taken over; atc-b and atc-l have the official one"), made.toString());
            assertTrue(made.unmapped().contains("TEST.STRANGE = 1: unknown here"), made.toString());
        }
        write("MODEL: {BACKBONE: {TYPE: swin}}\n");
        refused("other", "\"swin\" as MODEL.BACKBONE.TYPE; expected itpn_base");
    }

    @Test
    void absentKeysHaveTheOfficialDefaultsAndStrangeOnesAreNamed() throws IOException {
        OfficialConfiguration made = experiments.add("mine", write("MODEL: {HIDDEN_DIM: 768, TEMPERATURE: 3}\n"));
        assertEquals("corner", made.tree().get("head").get("id").textValue());
        assertEquals(5, made.tree().get("search").get("factor").intValue());
        assertTrue(made.unmapped().contains("MODEL.TEMPERATURE = 3: unknown here"), made.toString());
    }

    @Test
    void whatTrainingAndTestingSeeDifferentlyIsNamed() throws IOException {
        String text = LARGE.replace("FACTOR: 5.0, SCALE_JITTER: 0.5, SIZE: 384", "FACTOR: 4.5, SCALE_JITTER: 0.5, SIZE: 320")
                .replace("0.485", "0.5").replace("OPTIMIZER: ADAMW", "OPTIMIZER: FusedAdam");
        List<String> unmapped = experiments.add("mine", write(text)).unmapped();
        for (String key : List.of("DATA.SEARCH.FACTOR = 4.5", "DATA.SEARCH.SIZE = 320", "DATA.MEAN", "TRAIN.OPTIMIZER")) {
            assertTrue(unmapped.stream().anyMatch(l -> l.startsWith(key)), key + " in " + unmapped);
        }
    }

    @Test
    void datasetsAndSamplingThatAreNotHereAreNamed() throws IOException {
        String text = LARGE.replace("[GOT10K_train_full, LASOT], DATASETS_RATIO: [1, 1]",
                "[VID, TNL2K, RefCOCOg, COCO17], DATASETS_RATIO: [1, 0, 2.5, 1]").replace("causal", "trident_pro");
        OfficialConfiguration made = experiments.add("mine", write(text));
        for (String line : List.of("DATA.TRAIN.DATASETS_NAME = VID: no such dataset here",
                "DATA.TRAIN.DATASETS_NAME = TNL2K: its ratio is 0",
                "DATA.SAMPLER_MODE = trident_pro: one search frame follows one template, or lies around it (interval) or anywhere (trident)")) {
            assertTrue(made.unmapped().contains(line), made.unmapped().toString());
        }
        assertEquals("[{\"dataset\":\"refcocog\",\"split\":\"train\",\"weight\":2.5},"
                + "{\"dataset\":\"coco\",\"split\":\"train\",\"weight\":1}]",
                made.tree().get("training").get("data").toString());
        write(LARGE.replace("DATASETS_RATIO: [1, 1]", "DATASETS_RATIO: [1]"));
        refused("other", "expected one number for each of [\"GOT10K_train_full\",\"LASOT\"]");
    }

    @Test
    void otherFilesAndTakenNamesAreRefused() throws IOException {
        experiments.add("mine", write(LARGE));
        refused("mine", "already");
        refused("../mine", "\"../mine\" can't name");
        write("text: {id: none}\n");
        refused("other", "no configuration of the official implementation");
        write("MODEL: {HIDDEN_DIM: 512}\n");
        refused("other", "\"512\" as MODEL.HIDDEN_DIM; expected 768");
        assertEquals(List.of("mine"), experiments.names());
    }

    private void refused(String name, String expected) {
        GladException e = assertThrows(GladException.class, () -> experiments.add(name, folder.resolve("official.yaml")));
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
