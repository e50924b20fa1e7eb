package glad.ablate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.runtime.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the file of an ablation:
 *
 * <pre>
 * baseline: glad-nano                     # or {experiment: glad-nano, set: {search.factor: 4}}
 * factors:
 *   diffusion.id: [none]                  # a key of the experiment and its values
 *   sentence: [other, none]
 *   depth:                                # or any name, with levels that change several keys
 *     shallow: {backbone.depth: 2, weights: [shallow.safetensors]}
 * design: one-at-a-time                   # grid, zip, list, leave-one-out, random
 * interactions: [[diffusion.id, sentence]]
 * exclude: [{diffusion.id: none, sentence: other}]
 * datasets: [procedural, {id: procedural, options: {seed: 2}, sequences: ['plain-*']}]
 * seeds: [1, 2, 3]
 * margin: 1
 * results: {kcf: kcf/lasot, theirs: [imported/theirs_001, imported/theirs_002]}   # runs that are there, as more variants
 * trackers: [csrt]                        # trackers that are no experiments, computed like the rest
 * train: true                             # every variant is trained first; so where a level changes training.*
 * </pre>
 *
 * The baseline may also be a tracker that is no experiment, a run or a name of {@code results}; {@code experiment: glad-nano} then says
 * what is varied, in either form of {@code baseline}.
 *
 * <p>With {@code design: list} the cells are named instead of factors: {@code list: {small: {search.factor: 3}, large: {search.factor: 5}}}.
 */
public final class SweepFile {

    private static final List<String> KEYS = List.of("baseline", "factors", "design", "list", "interactions", "exclude", "samples",
            "seeds", "datasets", "margin", "trackers", "results", "experiment", "train");
    private static final int MOST = 10_000;

    private final String subject;
    private final ObjectNode tree;

    private SweepFile(String subject, ObjectNode tree) {
        this.subject = subject;
        this.tree = tree;
    }

    /**
     * Reads one.
     *
     * @throws GladException (usage) naming what is wrong and the nearest right word; (failure) if the file can't be read
     */
    public static Sweep read(Path file) {
        String subject = "sweep file \"" + file + "\"";
        try {
            JsonNode tree = YamlFile.read(subject, file);
            if (!(tree instanceof ObjectNode object)) {
                throw GladException.usage(subject + " holds no keys and values");
            }
            return new SweepFile(subject, object).sweep(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
        } catch (IOException e) {
            throw GladException.usage(subject + " can't be read: " + Reason.of(e) + "; expected a YAML file");
        }
    }

    private Sweep sweep(String name) {
        known(subject + " key", tree, KEYS);
        JsonNode baseline = required("baseline", "a name: of an experiment, a tracker or a run");
        String varied = tree.has("experiment") ? "experiment" : "baseline";
        JsonNode experiment = tree.get(varied);
        if (experiment.isObject()) {
            known(subject + " key of \"" + varied + "\"", experiment, List.of("experiment", "set"));
        }
        Design design = design();
        List<Factor> factors = new ArrayList<>();
        if (design == Design.LIST) {
            factors.add(new Factor("cell", levels("list", object("list", required("list", "names and their changes")))));
        } else if (tree.has("factors") || !tree.has("results") && !tree.has("trackers") && !tree.has("experiment")) {
            object("factors", required("factors", "keys and their values")).properties()
                    .forEach(e -> factors.add(new Factor(e.getKey(), levels(e.getKey(), e.getValue()))));
        }
        Map<String, List<String>> results = results();
        List<String> trackers = trackers(results);
        if (factors.isEmpty() && results.isEmpty() && trackers.isEmpty() && !tree.has("experiment")) {
            throw wrong("factors", tree.get("factors"), "at least one");
        }
        check(design, factors);
        List<String> changes = changes(experiment.path("set"));
        return new Sweep(name, text(varied, experiment.isObject() ? experiment.path("experiment") : experiment), changes, factors, design,
                interactions(factors), exclude(factors), (int) number("samples", 10, 1, MOST), seeds(), data(), trackers, results,
                tree.has("experiment") ? text("baseline", baseline) : Variant.BASELINE,
                trains(changes, factors), number("margin", 1, 0, 1e6));
    }

    private Map<String, List<String>> results() {
        Map<String, List<String>> results = new LinkedHashMap<>();
        if (tree.has("results")) {
            object("results", tree.get("results")).properties().forEach(e -> {
                List<String> runs = new ArrayList<>();
                (e.getValue().isArray() ? e.getValue() : List.of(e.getValue())).forEach(run -> runs.add(text("results", run)));
                if (runs.isEmpty() || e.getKey().equals(Variant.BASELINE)) {
                    throw wrong("results", tree.get("results"), "names other than \"" + Variant.BASELINE + "\" and a run for each, or several");
                }
                results.put(e.getKey(), runs);
            });
        }
        return results;
    }

    private List<String> trackers(Map<String, List<String>> results) {
        List<String> trackers = new ArrayList<>();
        for (JsonNode one : tree.path("trackers").isTextual() ? List.of(tree.get("trackers")) : tree.path("trackers")) {
            String id = text("trackers", one);
            if (trackers.contains(id) || results.containsKey(id) || id.equals(Variant.BASELINE)) {
                throw wrong("trackers", one, "ids of trackers, each once, other names than results have");
            }
            trackers.add(id);
        }
        return trackers;
    }

    private Design design() {
        String key = tree.path("design").asText(Design.ONE_AT_A_TIME.key());
        return Arrays.stream(Design.values()).filter(each -> each.key().equals(key)).findFirst().orElseThrow(() -> GladException.usage(
                Names.unknown(subject + " design", key, Arrays.stream(Design.values()).map(Design::key).toList())));
    }

    private void check(Design design, List<Factor> factors) {
        long product = 1;
        for (Factor factor : factors) {
            if (factor.levels().isEmpty()) {
                throw GladException.usage(subject + " factor \"" + factor.name() + "\" has no value; expected a list such as [none, 2]");
            }
            product = Math.min(Integer.MAX_VALUE, product * factor.levels().size());
        }
        if (product > MOST && (design == Design.GRID || design == Design.RANDOM)) {
            throw GladException.usage(subject + " has more than " + MOST + " combinations; take levels away, or design: one-at-a-time");
        }
        boolean even = factors.stream().map(factor -> factor.levels().size()).distinct().count() == 1;
        if (design == Design.ZIP && !even) {
            throw GladException.usage(subject + " zips factors of different length; expected as many values for each");
        }
        if (design == Design.LEAVE_ONE_OUT && product != 1) {
            throw GladException.usage(subject + " leaves one out of factors with several values; expected a single value for each");
        }
    }

    /** Whoever changes a training wants to see what comes of it, beside a baseline that was trained as well. */
    private boolean trains(List<String> baseline, List<Factor> factors) {
        List<String> changes = Stream.concat(baseline.stream(), factors.stream().flatMap(f -> f.levels().stream()).flatMap(l -> l.changes().stream()))
                .toList();
        boolean changed = changes.stream().anyMatch(change -> change.matches("training[.=].*"));
        JsonNode said = tree.path("train");
        if (!said.isMissingNode() && !said.isBoolean() || changed && !said.asBoolean(true)) {
            throw wrong("train", said, changed ? "true, because a level changes the training" : "true or false");
        }
        boolean trains = said.asBoolean(changed);
        if (trains && changes.stream().anyMatch(change -> change.startsWith("weights="))) {
            throw GladException.usage(subject + " changes \"weights\", but its variants are evaluated with those that they are trained to; name"
                    + " what they begin with by training.initial, or leave train out");
        }
        return trains;
    }

    private List<Factor.Level> levels(String factor, JsonNode node) {
        List<Factor.Level> levels = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(e -> levels.add(new Factor.Level(e.getKey(), changes(object(factor, e.getValue())))));
        } else {
            (node.isArray() ? node : List.of(node)).forEach(value -> levels.add(new Factor.Level(value.isTextual() ? value.textValue()
                    : value.toString(), List.of(factor + "=" + value))));
        }
        return levels;
    }

    /** A value stands as JSON, which is YAML. */
    private static List<String> changes(JsonNode node) {
        List<String> changes = new ArrayList<>();
        node.properties().forEach(e -> changes.add(e.getKey() + "=" + e.getValue()));
        return changes;
    }

    private List<List<String>> interactions(List<Factor> factors) {
        List<List<String>> interactions = new ArrayList<>();
        for (JsonNode group : tree.path("interactions")) {
            List<String> names = new ArrayList<>();
            group.forEach(name -> names.add(factor("interactions", name.asText(), factors).name()));
            if (names.size() < 2) {
                throw wrong("interactions", group, "lists of two or more factors");
            }
            interactions.add(names);
        }
        return interactions;
    }

    private List<Map<String, String>> exclude(List<Factor> factors) {
        List<Map<String, String>> rules = new ArrayList<>();
        for (JsonNode rule : tree.path("exclude")) {
            Map<String, String> labels = new LinkedHashMap<>();
            object("exclude", rule).properties().forEach(e -> {
                List<String> known = factor("exclude", e.getKey(), factors).levels().stream().map(Factor.Level::label).toList();
                String label = e.getValue().isTextual() ? e.getValue().textValue() : e.getValue().toString();
                if (!known.contains(label)) {
                    throw GladException.usage(Names.unknown(subject + " exclude: value of \"" + e.getKey() + "\"", label, known));
                }
                labels.put(e.getKey(), label);
            });
            rules.add(labels);
        }
        return rules;
    }

    private Factor factor(String key, String name, List<Factor> factors) {
        return factors.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> GladException.usage(
                Names.unknown(subject + " " + key + ": factor", name, factors.stream().map(Factor::name).toList())));
    }

    private List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (JsonNode seed : tree.path("seeds")) {
            if (!seed.isIntegralNumber() || seed.longValue() < 0 || seeds.contains(seed.longValue())) {
                throw wrong("seeds", seed, "whole numbers from 0, each once");
            }
            seeds.add(seed.longValue());
        }
        return seeds;
    }

    private List<Sweep.Data> data() {
        List<Sweep.Data> data = new ArrayList<>();
        JsonNode node = required("datasets", "a list of datasets' ids");
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (one.isObject()) {
                known(subject + " key of a dataset", one, List.of("id", "options", "sequences"));
                List<String> options = new ArrayList<>();
                one.path("options").properties().forEach(e -> options.add(e.getKey() + "=" + e.getValue().asText(e.getValue().toString())));
                List<String> sequences = new ArrayList<>();
                one.path("sequences").forEach(name -> sequences.add(name.asText()));
                data.add(new Sweep.Data(text("datasets", one.path("id")), options, sequences));
            } else {
                data.add(new Sweep.Data(text("datasets", one), List.of(), List.of()));
            }
        }
        return data;
    }

    private static void known(String what, JsonNode node, List<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw GladException.usage(Names.unknown(what, key, keys));
            }
        });
    }

    private JsonNode required(String key, String expected) {
        return Optional.ofNullable(tree.get(key)).filter(node -> !node.isNull())
                .orElseThrow(() -> GladException.usage(subject + " has no \"" + key + "\"; expected " + expected));
    }

    private ObjectNode object(String key, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(key, node, "keys and values");
    }

    private String text(String key, JsonNode node) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw wrong(key, node, "a name");
        }
        return node.textValue();
    }

    private double number(String key, double usual, double least, double most) {
        JsonNode node = tree.path(key);
        if (!node.isMissingNode() && !(node.isNumber() && node.doubleValue() >= least && node.doubleValue() <= most)) {
            throw wrong(key, node, "a number of at least " + least);
        }
        return node.isMissingNode() ? usual : node.doubleValue();
    }

    private GladException wrong(String key, JsonNode value, String expected) {
        return GladException.usage(subject + " has \"" + value + "\" as \"" + key + "\"; expected " + expected);
    }
}
