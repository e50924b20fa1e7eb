package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.api.Names;
import glad.api.train.TrainingStageFactory;
import glad.runtime.Registry;
import glad.train.pairs.DataEntry;
import glad.train.pairs.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * How an experiment is trained: its {@code training} node.
 *
 * @param seed the initial weights, the order of the examples and all noises follow from it
 * @param initial weights that the first stage begins with; what they lack is drawn from the seed
 * @param data what the examples are drawn from; the supply {@code procedural} unless the node says otherwise
 * @param heldOut what the examples of the checks are drawn from; {@code data} with another seed unless the node says otherwise
 * @param sampling how examples are made of a dataset's frames
 * @param stages in their order
 * @param checkpoints when they are written and which are kept
 */
public record TrainingSpec(
        long seed,
        List<InitialWeights> initial,
        List<DataEntry> data,
        List<DataEntry> heldOut,
        Sampling sampling,
        List<StageSpec> stages,
        Checkpoints checkpoints) {

    private static final List<String> KEYS = List.of("seed", "initial", "data", "held_out", "sampling", "stages",
            "checkpoints");
    private static final DataEntry PROCEDURAL = new DataEntry(
            DataEntry.Kind.PAIRS, "procedural", 1, "", JsonNodeFactory.instance.objectNode());

    /**
     * Reads the node.
     *
     * @param kinds the kinds of stages that can be had; those that the node names are kept for the training
     * @throws GladException (usage) naming the key, the value, and what is accepted
     */
    public static TrainingSpec read(JsonNode node, Registry<TrainingStageFactory> kinds) {
        if (node == null || !node.isObject()) {
            throw GladException.usage("the experiment has no \"training\" of keys and values; add one to train it");
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw GladException.usage(Names.unknown("key of training", key, KEYS));
            }
        });
        if (node.has("seed") && !node.get("seed").isIntegralNumber()) {
            throw GladException.usage("training seed is \"" + node.get("seed").asText() + "\"; expected a whole number");
        }
        if (!node.path("stages").isArray() || node.path("stages").isEmpty()) {
            throw GladException.usage("training has no \"stages\"; expected a list of at least one");
        }
        List<StageSpec> stages = new ArrayList<>();
        for (JsonNode stage : node.path("stages")) {
            stages.add(StageSpec.read(stages.size() + 1, stage, kinds));
        }
        List<DataEntry> data = entries(node, "data", List.of(PROCEDURAL));
        return new TrainingSpec(node.path("seed").asLong(0), InitialWeights.readAll(node.path("initial")), data,
                entries(node, "held_out", data), Sampling.read(node.path("sampling")), List.copyOf(stages),
                Checkpoints.read(node.path("checkpoints")));
    }

    private static List<DataEntry> entries(JsonNode node, String key, List<DataEntry> otherwise) {
        return node.hasNonNull(key) ? DataEntry.readAll("training." + key, node.get(key)) : otherwise;
    }
}
