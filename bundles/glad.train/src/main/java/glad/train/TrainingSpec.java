package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.runtime.PartSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * How an experiment is trained: its {@code training} node.
 *
 * @param seed the initial weights, the order of the examples and all noises follow from it
 * @param pairs the supply of examples: its id and options
 * @param stages in their order
 */
public record TrainingSpec(long seed, PartSpec pairs, List<StageSpec> stages) {

    private static final List<String> KEYS = List.of("seed", "pairs", "stages");

    /**
     * Reads the node.
     *
     * @throws GladException (usage) naming the key, the value, and what is accepted
     */
    public static TrainingSpec read(JsonNode node) {
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
        JsonNode pairs = node.path("pairs");
        if (!pairs.path("id").isTextual()) {
            throw GladException.usage("training has no \"pairs\" with an id; expected the id of a supply of pairs");
        }
        if (!node.path("stages").isArray() || node.path("stages").isEmpty()) {
            throw GladException.usage("training has no \"stages\"; expected a list of at least one");
        }
        List<StageSpec> stages = new ArrayList<>();
        for (JsonNode stage : node.path("stages")) {
            stages.add(StageSpec.read(stages.size() + 1, stage));
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) pairs);
        options.remove("id");
        return new TrainingSpec(node.path("seed").asLong(0), new PartSpec(pairs.path("id").asText(), options),
                List.copyOf(stages));
    }
}
