package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A configuration file of the official implementation ({@code experiments/GLAD/*.yaml}, upper-case keys) as an experiment, or one of
 * ATCTrack ({@code experiments/atctrack/*.yaml}).
 *
 * @param tree the experiment
 * @param unmapped what the experiment can't say, a line each: the key, its value, and why
 */
public record OfficialConfiguration(ObjectNode tree, List<String> unmapped) {

    /** Backbones by their width. */
    private static final Map<Integer, String> MAE = Map.of(768, "mae-vit-base", 1024, "mae-vit-large");
    private static final Map<Integer, String> ITPN = Map.of(512, "fast-itpn-base", 768, "fast-itpn-large");

    /** What the official code calls parts of datasets, as dataset and split here. */
    private static final Map<String, List<String>> DATASETS = Map.ofEntries(
            Map.entry("LASOT", List.of("lasot", "train")),
            Map.entry("LASOT_TEST", List.of("lasot", "test")),
            Map.entry("LASOT_EXT", List.of("lasot-ext", "")),
            Map.entry("GOT10K_VOTTRAIN", List.of("got10k", "vot-train")),
            Map.entry("GOT10K_VOTVAL", List.of("got10k", "vot-val")),
            Map.entry("GOT10K_TRAIN_FULL", List.of("got10k", "train-full")),
            Map.entry("GOT10K_OFFICIAL_VAL", List.of("got10k", "val")),
            Map.entry("COCO17", List.of("coco", "train")),
            Map.entry("TRACKINGNET", List.of("trackingnet", "train")),
            Map.entry("OTB99", List.of("otb99-lang", "train")),
            Map.entry("OTB99_TEST", List.of("otb99-lang", "test")),
            Map.entry("TNL2K", List.of("tnl2k", "train")),
            Map.entry("TNL2K_TEST", List.of("tnl2k", "test")),
            Map.entry("REFCOCOG", List.of("refcocog", "train")),
            Map.entry("VASTTRACK", List.of("vasttrack", "train")));

    /**
     * Reads one; absent keys have the official defaults.
     *
     * @param name where it came from, for messages
     * @param file the file's content
     * @throws GladException (usage) if it isn't such a file, or its network can't be composed here
     */
    public static OfficialConfiguration read(String name, JsonNode file) {
        OfficialKeys keys = new OfficialKeys(name, file);
        return AtcConfiguration.is(keys) ? AtcConfiguration.read(keys) : new Reader(keys).read();
    }

    /** Reads the files of GLAD itself. */
    private static final class Reader {

        private final OfficialKeys keys;
        private final String name;

        Reader(OfficialKeys keys) {
            this.keys = keys;
            name = keys.name();
        }

        OfficialConfiguration read() {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("description", "imported from " + name);
            String pretrained = keys.text("MODEL.PRETRAIN_FILE", "");
            String backbone = backbone(pretrained);
            boolean large = backbone.endsWith("large");
            String pipeline = keys.text("MODEL.DIFF_PRETRAIN_ID", "stable-diffusion-v1-5");
            int searchSize = keys.integer("TEST.SEARCH_SIZE", 256);
            tree.putObject("text").put("id", "clip-vit-l14").put("tokenizer", pipeline + "/tokenizer");
            tree.putObject("diffusion").put("id", "sd15-lcm");
            tree.putObject("backbone").put("id", backbone);
            tree.putObject("fusion").put("id", "glad-decoder").put("position_table", "bf16")
                    .put("scramble", true);
            head(tree, large, searchSize);
            tree.putObject("template").put("size", keys.integer("TEST.TEMPLATE_SIZE", 128))
                    .put("factor", keys.number("TEST.TEMPLATE_FACTOR", 2));
            tree.putObject("search").put("size", searchSize).put("factor", keys.number("TEST.SEARCH_FACTOR", 5));
            tree.putArray("weights").add(pipeline)
                    .add(keys.text("MODEL.LCM_ID", "lcm-lora-sdv1-5") + "/pytorch_lora_weights.safetensors")
                    .add(checkpoint(large, searchSize));
            tree.putObject("sources").put("stable-diffusion-v1-5", "Hugging Face, stable-diffusion-v1-5/stable-diffusion-v1-5")
                    .put("lcm-lora-sdv1-5", "Hugging Face, latent-consistency/lcm-lora-sdv1-5")
                    .put(checkpoint(large, searchSize), "the official training, or Hugging Face, Confetti/GLAD");
            tree.put("sentence", "official");
            training(tree, pretrained);
            data(tree);
            return new OfficialConfiguration(tree, keys.unmapped());
        }

        /** Returns the backbone that a pretrained file belongs to; without one, what has the width. */
        private String backbone(String pretrained) {
            String file = pretrained.toLowerCase(Locale.ROOT);
            boolean itpn = file.contains("itpn");
            Map<Integer, String> known = itpn ? ITPN : MAE;
            int width = keys.integer("MODEL.HIDDEN_DIM", itpn ? file.contains("large") ? 768 : 512 : file.contains("large") ? 1024 : 768);
            if (!known.containsKey(width)) {
                throw GladException.usage("\"" + name + "\" has \"" + width + "\" as MODEL.HIDDEN_DIM" + (pretrained.isEmpty() ? "" : " with \""
                        + pretrained + "\" as MODEL.PRETRAIN_FILE") + "; expected " + known.entrySet().stream().sorted(Map.Entry.comparingByKey())
                                .map(one -> one.getKey() + " (" + one.getValue() + ")").collect(Collectors.joining(" or ")));
            }
            return known.get(width);
        }

        private void head(ObjectNode tree, boolean large, int searchSize) {
            String type = keys.text("MODEL.HEAD_TYPE", "CORNER").toLowerCase(Locale.ROOT);
            if (!type.equals("center") && !type.equals("corner")) {
                throw GladException.usage("\"" + name + "\" has \"" + type
                        + "\" as MODEL.HEAD_TYPE; expected CENTER or CORNER");
            }
            ObjectNode head = tree.putObject("head").put("id", type).put("channels", keys.integer("MODEL.HEAD_CHANNEL", 256));
            if (large && type.equals("center")) {
                // The official large head is built for a stride of 14, whatever the backbone's.
                head.put("decode_side", searchSize / 14);
            }
            keys.only("MODEL.HEAD_FREEZE_BN", false, "the head's normalisation always learns in training");
        }

        /** The published file if the configuration is of its size, else what the official training writes. */
        private String checkpoint(boolean large, int searchSize) {
            int epoch = keys.integer("TEST.EPOCH", 300);
            if (searchSize == (large ? 384 : 256)) {
                return large ? "GLAD_L384.pth.tar" : "GLAD_B256.pth.tar";
            }
            return String.format(Locale.ROOT, "GLAD_ep%04d.pth.tar", epoch);
        }

        private void training(ObjectNode tree, String backbone) {
            int epochs = keys.integer("TRAIN.EPOCH", 500);
            int perEpoch = keys.integer("DATA.TRAIN.SAMPLE_PER_EPOCH", 60000);
            int batch = keys.integer("TRAIN.BATCH_SIZE", 16);
            int drop = keys.integer("TRAIN.LR_DROP_EPOCH", 400);
            ObjectNode stage = tree.putObject("training").putArray("stages").addObject();
            stage.put("train", "tracker").put("samples", (long) epochs * perEpoch).put("batch", batch)
                    .put("precision", "bf16").put("learning_rate", keys.number("TRAIN.LR", 1e-4))
                    .put("weight_decay", keys.number("TRAIN.WEIGHT_DECAY", 1e-4)).put("clip", keys.number("TRAIN.GRAD_CLIP_NORM", 0.1))
                    .put("decay_vectors", true).put("schedule", "step")
                    .put("warm_up", (long) keys.integer("TRAIN.SCHEDULER.WARM_EPOCH", 20) * perEpoch / batch)
                    .put("overlap", keys.number("TRAIN.IOU_WEIGHT", 2)).put("l1", keys.number("TRAIN.L1_WEIGHT", 5))
                    .put("focal", keys.number("TRAIN.FOCAL_WEIGHT", 1)).put("loss", "official").put("iou", "ciou")
                    .put("gamma", keys.number("TRAIN.SCHEDULER.GAMMA", 0.1))
                    .put("check_every", (long) keys.integer("TRAIN.VAL_EPOCH_INTERVAL", 20) * perEpoch);
            keys.only("TRAIN.OPTIMIZER", "ADAMW", "only AdamW is there");
            keys.only("TRAIN.SCHEDULER.TYPE", "WarmMstep", "the schedule is a warm-up and one drop");
            JsonNode epochsOfDrops = keys.take("TRAIN.SCHEDULER.MILESTONES");
            ArrayNode milestones = stage.putArray("milestones");
            if (epochsOfDrops == null || !epochsOfDrops.isArray() || epochsOfDrops.isEmpty()) {
                milestones.add(Math.max(1, (long) drop * perEpoch / batch));
            } else {
                epochsOfDrops.forEach(epoch -> milestones.add(Math.max(1, epoch.asLong() * perEpoch / batch)));
            }
            stage.putArray("groups").addObject().put("names", "encoder.*")
                    .put("rate", keys.number("TRAIN.BACKBONE_MULTIPLIER", 0.1));
            stage.put("check_pairs", keys.integer("DATA.VAL.SAMPLE_PER_EPOCH", 512));
            if (!keys.peek("TRAIN.NUM_WORKER").isEmpty()) {
                keys.unmapped("TRAIN.NUM_WORKER = " + keys.take("TRAIN.NUM_WORKER") + ": it belongs to the machine, not to the experiment; say"
                        + " it to ./glad train as --readers");
            }
            keys.drop("the official training gives only the backbone a rate of its own",
                    "TRAIN.POOL_MULTIPLIER", "TRAIN.DECODER_MULTIPLIER");
            ArrayNode initial = ((ObjectNode) tree.get("training")).putArray("initial");
            initial.addObject().set("file", tree.get("weights").get(0));
            ((ObjectNode) initial.get(0)).putArray("fills").add("text").add("diffusion");
            initial.add(tree.get("weights").get(1)); // the third is the tracker itself, which is what is trained
            if (!backbone.isEmpty()) {
                initial.addObject().put("file", backbone).putArray("fills").add("backbone");
            }
            keys.ignore("TRAIN.SAME_LR", "TRAIN.PRINT_INTERVAL", "TRAIN.AMP", "TRAIN.DEEPSPEED",
                    "TRAIN.SCHEDULER.DECAY_RATE", "TRAIN.SCORE_WEIGHT", "TRAIN.TRAIN_SCORE",
                    "TRAIN.DEEP_SUPERVISION", "TRAIN.FREEZE_STAGE0", "TRAIN.STAGE");
        }

        private void data(ObjectNode tree) {
            keys.same("DATA.TEMPLATE.SIZE", tree.get("template").get("size"));
            keys.same("DATA.TEMPLATE.FACTOR", tree.get("template").get("factor"));
            keys.same("DATA.SEARCH.SIZE", tree.get("search").get("size"));
            keys.same("DATA.SEARCH.FACTOR", tree.get("search").get("factor"));
            keys.imageNet();
            ObjectNode training = (ObjectNode) tree.get("training");
            datasets(training, "data", "DATA.TRAIN");
            datasets(training, "held_out", "DATA.VAL");
            ObjectNode sampling = training.putObject("sampling");
            sampling.put("max_gap", keys.integer("DATA.MAX_SAMPLE_INTERVAL", 200))
                    .put("template_centre_jitter", keys.number("DATA.TEMPLATE.CENTER_JITTER", 0))
                    .put("template_scale_jitter", keys.number("DATA.TEMPLATE.SCALE_JITTER", 0))
                    .put("search_centre_jitter", keys.number("DATA.SEARCH.CENTER_JITTER", 4.5))
                    .put("search_scale_jitter", keys.number("DATA.SEARCH.SCALE_JITTER", 0.5));
            if (keys.has("DATA.SAMPLER_MODE", "interval") || keys.has("DATA.SAMPLER_MODE", "trident")) {
                sampling.put("mode", keys.text("DATA.SAMPLER_MODE", ""));
            }
            keys.only("DATA.SAMPLER_MODE", "causal", "one search frame follows one template, or lies around it"
                    + " (interval) or anywhere (trident)");
            keys.only("DATA.TEMPLATE.NUMBER", 1, "a pair has one template");
            keys.only("DATA.SEARCH.NUMBER", 1, "a pair has one search region");
        }

        private void datasets(ObjectNode training, String key, String section) {
            JsonNode names = keys.take(section + ".DATASETS_NAME");
            JsonNode ratios = keys.take(section + ".DATASETS_RATIO");
            if (names == null) {
                return;
            }
            if (ratios == null || ratios.size() != names.size()) {
                throw GladException.usage("\"" + name + "\" has \"" + ratios + "\" as " + section
                        + ".DATASETS_RATIO; expected one number for each of " + names);
            }
            ArrayNode entries = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < names.size(); i++) {
                List<String> known = DATASETS.get(names.get(i).asText().toUpperCase(Locale.ROOT));
                if (known == null || !(ratios.get(i).asDouble() > 0)) {
                    keys.unmapped(section + ".DATASETS_NAME = " + names.get(i).asText() + ": "
                            + (known == null ? "no such dataset here" : "its ratio is " + ratios.get(i)));
                    continue;
                }
                ObjectNode entry = entries.addObject().put("dataset", known.get(0));
                if (!known.get(1).isEmpty()) {
                    entry.put("split", known.get(1));
                }
                entry.set("weight", ratios.get(i));
            }
            if (!entries.isEmpty()) {
                training.set(key, entries);
            }
        }

    }
}
