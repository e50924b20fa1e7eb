package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.media.Crop;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Precisions;
import glad.runtime.TemplateUpdate;
import glad.runtime.TrackerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One experiment, read from a tree of keys and values:
 *
 * <pre>
 * description: one line
 * text: {id: clip-text, ...}        # likewise diffusion, backbone, fusion, words, memory, head; the other keys are
 *                                   # the part's options; without words and memory there are none
 * template: {size: 512, factor: 2}
 * search: {size: 256, factor: 4}
 * tracker: {clip_margin: 10, windowed: true, padding: black, size_smoothing: 0, size_calibration: false,
 *           update_interval: 0, update_threshold: 0.8, update_end: 0,
 *           datasets: {lasot: {update_threshold: 0.9}}}    # what differs on a dataset, by its id
 * weights: [REFERENCE, ...]         # see ModelFiles; where two files hold a name, the later one counts
 * sources: {NAME: where}            # where people get what lies under a name in the weights root
 * sentence: written                 # or official, class, none, shuffled, other; see SentenceMode
 * seed: 0
 * precision: fp32                   # number format, see Precisions
 * training: {...}                   # read by glad.train
 * </pre>
 *
 * @param name the file's name without its ending
 * @param description one line for people
 * @param model the parts and their sizes
 * @param tracker how frames become images for the model
 * @param weights references of the weight files; empty if the experiment has none yet
 * @param sentence what the tracker is told
 * @param seed of initial parameters and of the diffusion module's noise
 * @param precision number format of each part's kernels
 * @param training the {@code training} key as it stands; empty if absent
 * @param tree everything, with overrides applied
 */
public record Experiment(
        String name,
        String description,
        ModelSpec model,
        TrackerSettings tracker,
        List<String> weights,
        SentenceMode sentence,
        long seed,
        Precisions precision,
        ObjectNode training,
        ObjectNode tree) {

    private static final OptionSchema TEMPLATE = OptionSchema.of(
            Option.integer("size", 512, 16, 4096, "side of the template image in pixels"),
            Option.number("factor", 2, 0.1, 100, "side of the template crop over the square root of the box's area"));
    private static final OptionSchema SEARCH = OptionSchema.of(
            Option.integer("size", 256, 16, 4096, "side of the search region in pixels, even"),
            Option.number("factor", 4, 0.1, 100, "side of the search crop over the square root of the box's area"));
    private static final OptionSchema TRACKER = OptionSchema.of(
            Option.integer("clip_margin", 10, 1, 1000, "pixels of the box that stay inside the frame, and its smallest side"),
            Option.flag("windowed", true, "favour small displacements by a Hann window"),
            Option.choice("padding", "black", List.of("black", "mean"), "what crops show outside the frame"),
            Option.number("size_smoothing", 0, 0, 0.99, "fraction of the previous size kept in the new one"),
            Option.flag("size_calibration", false, "correct sizes by what the model makes of the first frame"),
            Option.integer("update_interval", 0, 0, Integer.MAX_VALUE,
                    "frames between two chances of the last template of several to be replaced; 0: never"),
            Option.number("update_threshold", 0.8, 0, 1, "confidence above which a frame gives that template"),
            Option.integer("update_end", 0, 0, Integer.MAX_VALUE, "frame from which on none gives it; 0: there is no end"));
    private static final OptionSchema PLAIN = OptionSchema.of(
            Option.text("description", "", "one line for people"),
            Option.choice("sentence", "written", List.of("written", "official", "class", "none", "shuffled", "other"),
                    "what the tracker is told"),
            Option.text("precision", "fp32", "number format of the parts: fp32, bf16 or fp16; bf16,diffusion=fp16 has one of its own"),
            Option.integer("seed", 0, 0, Long.MAX_VALUE, "of initial parameters and of the diffusion module's noise"));
    /** Parts that an experiment needn't name, which then stands for none. */
    private static final Set<PartKind> OPTIONAL = Set.of(PartKind.WORDS, PartKind.MEMORY);
    private static final String DATASETS = "datasets";
    /** What decides nothing here: the precision does so as a part of the placement, however it is written. */
    private static final Set<String> DESCRIBING = Set.of("description", "training", "precision", "sources");

    /** Copies what could change. */
    public Experiment {
        weights = List.copyOf(weights);
        training = training.deepCopy();
        tree = tree.deepCopy();
    }

    /**
     * Reads an experiment. The parts' own options are checked by their factories when the model is composed.
     *
     * @throws GladException (usage) naming the key, its value and what is expected, the nearest known key for an unknown
     */
    public static Experiment of(String name, ObjectNode tree) {
        String subject = "experiment \"" + name + "\"";
        checkKeys(subject, tree);
        ObjectNode scalars = JsonNodeFactory.instance.objectNode();
        PLAIN.options().stream().map(Option::key).filter(tree::has).forEach(key -> scalars.set(key, tree.get(key)));
        Options plain = PLAIN.read(subject, scalars);
        Options template = TEMPLATE.read(subject + " key \"template\"", tree.get("template"));
        Options search = SEARCH.read(subject + " key \"search\"", tree.get("search"));
        Options tracker = tracker(subject, tree);
        ModelSpec model = ModelSpec.of(kind -> part(subject, tree, kind), template.integer("size"), search.integer("size"));
        TrackerSettings settings = new TrackerSettings(template.number("factor"), search.number("factor"),
                tracker.integer("clip_margin"), tracker.flag("windowed"),
                Crop.Padding.valueOf(tracker.text("padding").toUpperCase(Locale.ROOT)),
                tracker.number("size_smoothing"), tracker.flag("size_calibration"), new TemplateUpdate(tracker.integer("update_interval"),
                        tracker.number("update_threshold"), tracker.integer("update_end")));
        object(subject, "sources", tree.get("sources"));
        return new Experiment(name, plain.text("description"), model, settings, weights(subject, tree.get("weights")),
                SentenceMode.parse(plain.text("sentence")),
                (Long) plain.values().get("seed"), Precisions.parse(plain.text("precision")), object(subject, "training", tree.get("training")), tree);
    }

    /** Reads the tracker's settings, and checks those of datasets. */
    private static Options tracker(String subject, ObjectNode tree) {
        ObjectNode general = object(subject, "tracker", tree.get("tracker")).deepCopy();
        ObjectNode datasets = object(subject, "tracker.datasets", general.remove(DATASETS));
        datasets.properties().forEach(dataset -> TRACKER.read(subject + " key \"tracker.datasets." + dataset.getKey() + "\"",
                dataset.getValue()));
        return TRACKER.read(subject + " key \"tracker\"", general);
    }

    /** Returns this experiment as it is on a dataset: with what {@code tracker.datasets} says of it, and nothing of others. */
    public Experiment on(String dataset) {
        if (!tree.path("tracker").has(DATASETS)) {
            return this;
        }
        ObjectNode changed = tree.deepCopy();
        ObjectNode settings = (ObjectNode) changed.get("tracker");
        if (settings.remove(DATASETS).get(dataset) instanceof ObjectNode own) {
            settings.setAll(own);
        }
        return of(name, changed);
    }

    private static void checkKeys(String subject, ObjectNode tree) {
        List<String> known = new ArrayList<>(List.of("template", "search", "tracker", "weights", "sources", "training"));
        PLAIN.options().forEach(option -> known.add(option.key()));
        for (PartKind kind : PartKind.values()) {
            known.add(kind.key());
        }
        tree.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw GladException.usage(Names.unknown(subject + " key", key, known));
            }
        });
    }

    private static PartSpec part(String subject, ObjectNode tree, PartKind kind) {
        JsonNode node = tree.get(kind.key());
        if (node == null && OPTIONAL.contains(kind)) {
            return PartSpec.of(ModelSpec.NONE);
        }
        JsonNode id = node == null ? null : node.get("id");
        if (id == null || !id.isTextual() || !node.isObject()) {
            throw GladException.usage(subject + " has \"" + node + "\" as " + kind.key() + "; expected " + kind.key()
                    + ": {id: ..., options ...}; ./glad components lists the ids");
        }
        return new PartSpec(id.textValue(), (ObjectNode) node);
    }

    private static List<String> weights(String subject, JsonNode node) {
        List<String> references = new ArrayList<>();
        if (node != null && !node.isNull()) {
            for (JsonNode entry : node.isTextual() ? List.of(node) : node) {
                if (!entry.isTextual()) {
                    throw GladException.usage(subject + " has \"" + entry + "\" among its weights; expected references "
                            + "such as embedded:glad-nano/weights.safetensors or a file's path");
                }
                references.add(entry.textValue());
            }
        }
        return references;
    }

    /** Returns where people get published weights and tokenizers: words, by the first name of a path below the weights root. */
    public Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        tree.path("sources").properties().forEach(entry -> sources.put(entry.getKey(), entry.getValue().asText()));
        return sources;
    }

    private static ObjectNode object(String subject, String key, JsonNode node) {
        if (node == null || node.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!node.isObject()) {
            throw GladException.usage(subject + " has \"" + node + "\" as " + key + "; expected keys and values");
        }
        return (ObjectNode) node;
    }

    /**
     * Returns all that decides what the tracker does, everything but the description, the sources, the training and the precision: values by their keys,
     * such as {@code search.factor}. A number is the same however it was written.
     */
    public SortedMap<String, String> content() {
        SortedMap<String, String> content = new TreeMap<>();
        tree.properties().forEach(field -> {
            if (!DESCRIBING.contains(field.getKey())) {
                flatten(field.getKey(), field.getValue(), content);
            }
        });
        return content;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(key + "." + field.getKey(), field.getValue(), into));
        } else if (node.isNumber()) {
            into.put(key, node.decimalValue().stripTrailingZeros().toPlainString());
        } else {
            into.put(key, node.isTextual() ? node.textValue() : node.toString());
        }
    }
}
