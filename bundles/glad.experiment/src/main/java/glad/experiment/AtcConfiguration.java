package glad.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;

/** A configuration file of ATCTrack as an experiment: what {@code atc-b} says, in the sizes of the file. */
final class AtcConfiguration {

    private static final String BACKBONE = "MODEL.BACKBONE.TYPE";
    private static final String NO_CLIPS = "the training isn't taken over; atc-b and atc-l have the official one";

    private AtcConfiguration() {}

    /** Tells whether keys are of this family: GLAD's own files name no type of backbone. */
    static boolean is(OfficialKeys keys) {
        return !keys.peek(BACKBONE).isEmpty();
    }

    /** Reads the keys; absent ones have the official values. */
    static OfficialConfiguration read(OfficialKeys keys) {
        String type = keys.text(BACKBONE, "");
        if (!type.equals("itpn_base") && !type.equals("itpn_large")) {
            throw GladException.usage("\"" + keys.name() + "\" has \"" + type + "\" as " + BACKBONE
                    + "; expected itpn_base (atc-itpn-base) or itpn_large (atc-itpn-large)");
        }
        boolean large = type.equals("itpn_large");
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("description", "imported from " + keys.name());
        tree.putObject("text").put("id", "roberta-base").put("tokenizer", "roberta-base");
        tree.putObject("diffusion").put("id", "none");
        tree.putObject("backbone").put("id", large ? "atc-itpn-large" : "atc-itpn-base")
                .put("templates", keys.integer("TEST.NUM_TEMPLATES", 2)).put("drop_path", keys.number("TRAIN.DROP_PATH_RATE", 0.1));
        tree.putObject("fusion").put("id", "none");
        tree.putObject("words").put("id", "atc-words");
        tree.putObject("memory").put("id", "atc-memory");
        keys.only("MODEL.HEAD.TYPE", "CENTER", "the head is the centre head");
        tree.putObject("head").put("id", "center").put("channels", keys.integer("MODEL.HEAD.NUM_CHANNELS", 256));
        tree.putObject("template").put("size", keys.integer("TEST.TEMPLATE_SIZE", 128)).put("factor", keys.number("TEST.TEMPLATE_FACTOR", 2));
        tree.putObject("search").put("size", keys.integer("TEST.SEARCH_SIZE", 256)).put("factor", keys.number("TEST.SEARCH_FACTOR", 4));
        tracker(keys, tree.putObject("tracker"));
        String weights = large ? "ATCTrack_L.pth.tar" : "ATCTrack_B.pth.tar";
        tree.putArray("weights").add(weights);
        tree.putObject("sources").put(weights, "the official training, or what GitHub, XiaokunFeng/ATCTrack links, under this name")
                .put("roberta-base", "Hugging Face, FacebookAI/roberta-base");
        tree.put("sentence", "official");
        left(keys, tree);
        return new OfficialConfiguration(tree, keys.unmapped());
    }

    /** The numbers by dataset stand in the official tracker, not in its files. */
    private static void tracker(OfficialKeys keys, ObjectNode tracker) {
        tracker.put("windowed", keys.text("TEST.WINDOW", "true").equalsIgnoreCase("true"));
        tracker.put("update_interval", keys.integer("TEST.UPDATE_INTERVALS", 25)).put("update_threshold", 0.8);
        ObjectNode datasets = tracker.putObject("datasets");
        datasets.putObject("lasot").put("update_threshold", 0.9);
        datasets.putObject("lasot-ext").put("update_threshold", 0.85).put("update_end", 500);
        datasets.putObject("tnl2k").put("update_threshold", 0.7);
        datasets.putObject("mgit").put("update_end", 1000);
        keys.drop("the official tracker has thresholds of its own for each dataset", "TEST.UPDATE_THRESHOLD");
    }

    private static void left(OfficialKeys keys, ObjectNode tree) {
        keys.same("DATA.TEMPLATE.SIZE", tree.get("template").get("size"));
        keys.same("DATA.TEMPLATE.FACTOR", tree.get("template").get("factor"));
        keys.same("DATA.SEARCH.SIZE", tree.get("search").get("size"));
        keys.same("DATA.SEARCH.FACTOR", tree.get("search").get("factor"));
        keys.imageNet();
        keys.only("MODEL.BACKBONE.STRIDE", 16, "the backbone's stride is 16");
        // The official code never reads these.
        keys.ignore("MODEL.HIDDEN_DIM", "MODEL.PRETRAINED_PATH", "TEST.EPOCH", "TRAIN.BACKBONE_MULTIPLIER", "TRAIN.FIX_BN",
                "TRAIN.SCHEDULER.DECAY_RATE", "TRAIN.NUM_WORKER", "TRAIN.PRINT_INTERVAL");
        keys.drop(NO_CLIPS, "MODEL.PRETRAIN_FILE", "TRAIN", "DATA");
    }
}
