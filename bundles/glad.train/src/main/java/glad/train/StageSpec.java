package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingStageFactory;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Precisions;
import glad.runtime.Registry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One stage of a training: what is trained, for how long, and how.
 *
 * @param goal what is trained, and on which loss
 * @param samples training examples to see
 * @param batch examples per update
 * @param microBatch how many of them are computed at once; their gradients are added up
 * @param precision number format of the kernels; the parameters and the optimiser stay fp32
 * @param optimiser settings of the optimiser
 * @param rates how the learning rate changes
 * @param ema fraction of the weights' moving average that stays at an update; 0 for no average
 * @param freeze parameters that aren't trained
 * @param checkEvery examples between two checks on held-out pairs, each with a checkpoint
 * @param checkPairs held-out pairs that a check looks at
 * @param model options of parts that differ from the experiment's during this stage: kind of part to options
 */
public record StageSpec(
        Goal goal,
        long samples,
        int batch,
        int microBatch,
        Precisions precision,
        AdamW.Settings optimiser,
        Rates rates,
        double ema,
        List<NamePattern> freeze,
        long checkEvery,
        int checkPairs,
        ObjectNode model) {

    /**
     * What a stage trains, and on which loss.
     *
     * @param id of the stage's kind, {@code train} in its entry
     * @param factory makes the stage
     * @param options checked values for {@link TrainingStageFactory#options}
     */
    public record Goal(String id, TrainingStageFactory factory, Options options) {

        /** Returns what a training follows from: the id and the options. */
        @Override
        public String toString() {
            return id + options.values();
        }
    }

    /**
     * How the learning rate changes.
     *
     * @param schedule {@code cosine} or {@code step}
     * @param warmUp updates of the warm-up
     * @param floor the cosine's factor at the end
     * @param milestones updates at which a step schedule drops the rate
     * @param gamma factor of each drop
     */
    public record Rates(String schedule, long warmUp, double floor, List<Long> milestones, double gamma) {}

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.text("train", "tracker", "what is trained: vae, denoiser, tracker, or what else offers a stage"),
            Option.integer("samples", 64000, 1, Long.MAX_VALUE, "training examples to see"),
            Option.integer("batch", 32, 1, 65536, "examples per update"),
            Option.integer("micro_batch", 0, 0, 65536, "how many of them are computed at once; 0: all"),
            Option.text("precision", "fp32",
                    "number format of the kernels: fp32 or bf16, for parts that aren't trained fp16 too, as in bf16,diffusion=fp16"),
            Option.number("learning_rate", 4e-4, 0, 1, "learning rate after the warm-up"),
            Option.number("beta1", 0.9, 0, 0.9999, "decay of the gradient's mean"),
            Option.number("beta2", 0.999, 0, 0.99999, "decay of the gradient's square"),
            Option.number("weight_decay", 1e-4, 0, 1, "decoupled weight decay"),
            Option.flag("decay_vectors", false, "decay biases and the parameters of normalisation as well"),
            Option.number("clip", 0.1, 1e-6, 1e9, "largest norm of the gradient"),
            Option.choice("schedule", "cosine", List.of("cosine", "step"), "how the rate changes"),
            Option.integer("warm_up", 150, 0, 1_000_000_000, "updates of the warm-up"),
            Option.number("floor", 0.02, 0, 1, "the cosine's last factor on the rate"),
            Option.integers("milestones", List.of(), 1, Long.MAX_VALUE,
                    "updates at which schedule step drops the rate; []: at four fifths"),
            Option.number("gamma", 0.1, 0, 1, "factor of each drop"),
            Option.number("ema", 0, 0, 0.999999,
                    "fraction of the weights' moving average that stays at an update, such as 0.999: the average is what is checked and kept; 0: none"),
            Option.integer("check_every", 10000, 1, Long.MAX_VALUE, "examples between two checks on held-out pairs"),
            Option.integer("check_pairs", 512, 1, 1_000_000, "held-out pairs that a check looks at"));

    /**
     * Reads one entry of an experiment's {@code training.stages}.
     *
     * @param stages what can be trained
     * @throws glad.api.GladException (usage) naming the key, the value, and what is accepted
     */
    static StageSpec read(int number, JsonNode node, Registry<TrainingStageFactory> stages) {
        String name = "training stage " + number;
        ObjectNode flat = node.isObject() ? ((ObjectNode) node).deepCopy() : JsonNodeFactory.instance.objectNode();
        JsonNode model = flat.has("model") ? flat.remove("model") : JsonNodeFactory.instance.objectNode();
        List<ParameterGroup> groups = ParameterGroup.readAll(name, flat.path("groups"));
        List<NamePattern> freeze = patterns(name, flat.path("freeze"));
        flat.remove(List.of("groups", "freeze"));
        model.properties().forEach(part -> {
            List<String> kinds = Arrays.stream(PartKind.values()).map(PartKind::key).toList();
            if (!kinds.contains(part.getKey()) || !part.getValue().isObject()) {
                throw GladException.usage(Names.unknown("part in the model of " + name, part.getKey(), kinds));
            }
        });
        String id = flat.path("train").asText("tracker");
        TrainingStageFactory factory = stages.get(id);
        Options o = OptionSchema.of(Stream.of(SCHEMA, factory.options()).flatMap(schema -> schema.options().stream())
                .toArray(Option[]::new)).read(name, flat);
        int batch = o.integer("batch");
        int micro = o.integer("micro_batch") == 0 ? batch : o.integer("micro_batch");
        if (micro > batch) {
            throw GladException.usage("option \"micro_batch\" of " + name + " is \"" + micro + "\"; expected at most the batch of "
                    + batch);
        }
        Goal goal = new Goal(id, factory, new Options(factory.options().options().stream()
                .collect(Collectors.toMap(Option::key, option -> o.values().get(option.key())))));
        Precisions precision = Precisions.parse(o.text("precision"));
        factory.trains().stream().map(PartKind::of).sorted().filter(kind -> precision.part(kind) == Precision.FP16).findFirst().ifPresent(kind -> {
            throw GladException.usage("precision \"" + o.text("precision") + "\" of " + name + " has the " + kind.label()
                    + " in fp16, which small gradients vanish in; expected fp32 or bf16 for what is trained");
        });
        return new StageSpec(
                goal,
                (Long) o.values().get("samples"),
                batch,
                micro,
                precision,
                new AdamW.Settings(o.number("learning_rate"), o.number("beta1"), o.number("beta2"),
                        o.number("weight_decay"), o.flag("decay_vectors"), o.number("clip"), groups),
                new Rates(o.text("schedule"), o.integer("warm_up"), o.number("floor"), longs(o, "milestones"),
                        o.number("gamma")),
                o.number("ema"),
                freeze,
                (Long) o.values().get("check_every"),
                o.integer("check_pairs"),
                (ObjectNode) model);
    }

    private static List<Long> longs(Options options, String key) {
        return ((List<?>) options.values().get(key)).stream().map(Long.class::cast).toList();
    }

    private static List<NamePattern> patterns(String stage, JsonNode node) {
        List<NamePattern> patterns = new ArrayList<>();
        for (JsonNode entry : node) {
            patterns.add(new NamePattern(entry.asText()));
        }
        if (!node.isMissingNode() && !node.isArray()) {
            throw GladException.usage("freeze of " + stage + " is \"" + node + "\"; expected a list such as ['encoder.*']");
        }
        return List.copyOf(patterns);
    }

    /** Returns the model of this stage: the experiment's with this stage's options. */
    ModelSpec apply(ModelSpec spec) {
        return ModelSpec.of(kind -> part(spec, kind), spec.templateSize(), spec.searchSize());
    }

    private PartSpec part(ModelSpec spec, PartKind kind) {
        PartSpec part = spec.part(kind);
        return model.has(kind.key())
                ? new PartSpec(part.id(), part.options().deepCopy().setAll((ObjectNode) model.get(kind.key()))) : part;
    }

    /** Returns all that the stage's weights follow from, by the keys of its entry. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(goal.options().values());
        settings.put("train", goal.id());
        settings.put("samples", samples);
        settings.put("batch", batch);
        settings.put("micro_batch", microBatch);
        settings.put("precision", precision);
        settings.put("learning_rate", optimiser.rate());
        settings.put("beta1", optimiser.beta1());
        settings.put("beta2", optimiser.beta2());
        settings.put("weight_decay", optimiser.weightDecay());
        settings.put("decay_vectors", optimiser.decayVectors());
        settings.put("clip", optimiser.clip());
        settings.put("groups", optimiser.groups().stream().map(group -> group.names() + " decay " + group.decay()).toList());
        settings.put("groups.rate", optimiser.groups().stream().map(ParameterGroup::rate).toList());
        settings.put("schedule", rates.schedule());
        settings.put("warm_up", rates.warmUp());
        settings.put("floor", rates.floor());
        settings.put("milestones", rates.milestones());
        settings.put("gamma", rates.gamma());
        settings.put("ema", ema);
        settings.put("freeze", freeze);
        settings.put("check_every", checkEvery);
        settings.put("check_pairs", checkPairs);
        settings.put("model", model);
        return settings;
    }

    /** Returns the number of updates. */
    public long updates() {
        return (samples + batch - 1) / batch;
    }

    /** Returns the learning rate's factor; a step schedule without milestones drops after four fifths of the updates. */
    Schedule schedule() {
        return rates.schedule().equals("cosine") ? Schedule.cosine(rates.warmUp(), updates(), rates.floor())
                : Schedule.step(rates.warmUp(), rates.gamma(),
                        rates.milestones().isEmpty() ? List.of(updates() * 4 / 5) : rates.milestones());
    }

    /**
     * Returns those of a stage's parameters that aren't frozen.
     *
     * @throws GladException (usage) if an entry of {@code freeze} fits none, or nothing is left
     */
    Map<String, Parameter> trained(Map<String, Parameter> parameters) {
        for (NamePattern pattern : freeze) {
            if (parameters.keySet().stream().noneMatch(pattern::fits)) {
                throw GladException.usage("freeze has \"" + pattern + "\", which fits none of the parameters of this stage, such as "
                        + parameters.keySet().stream().limit(3).toList() + "; expected whole names, with * for any characters");
            }
        }
        Map<String, Parameter> left = new LinkedHashMap<>(parameters);
        left.keySet().removeIf(name -> freeze.stream().anyMatch(pattern -> pattern.fits(name)));
        if (left.values().stream().noneMatch(Parameter::learned)) {
            throw GladException.usage("freeze " + freeze + " leaves nothing to train");
        }
        return left;
    }
}
