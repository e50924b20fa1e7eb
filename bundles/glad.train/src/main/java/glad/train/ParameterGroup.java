package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters that are trained with numbers of their own.
 *
 * @param names which; of several groups that fit a name the first counts
 * @param rate factor on the learning rate
 * @param decay weight decay instead of the stage's, or null for the stage's
 */
public record ParameterGroup(NamePattern names, double rate, Double decay) {

    private static final List<String> KEYS = List.of("names", "rate", "decay");

    /** Reads a stage's {@code groups}. */
    static List<ParameterGroup> readAll(String stage, JsonNode node) {
        List<ParameterGroup> groups = new ArrayList<>();
        if (!node.isMissingNode() && !node.isArray()) {
            throw GladException.usage("groups of " + stage + " is \"" + node + "\"; expected a list such as"
                    + " [{names: 'encoder.*', rate: 0.1}]");
        }
        for (JsonNode entry : node) {
            entry.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw GladException.usage(Names.unknown("key of a group of " + stage, key, KEYS));
                }
            });
            if (!entry.path("names").isTextual()) {
                throw GladException.usage("a group of " + stage + " is \"" + entry + "\"; expected names, for example"
                        + " {names: 'encoder.*', rate: 0.1}");
            }
            groups.add(new ParameterGroup(new NamePattern(entry.get("names").textValue()), number(stage, entry, "rate", 1.0),
                    number(stage, entry, "decay", null)));
        }
        return List.copyOf(groups);
    }

    private static Double number(String stage, JsonNode entry, String key, Double otherwise) {
        JsonNode value = entry.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || value.doubleValue() < 0) {
            throw GladException.usage("key \"" + key + "\" of a group of " + stage + " is \"" + value.asText(value.toString())
                    + "\"; expected a number of at least 0");
        }
        return value.doubleValue();
    }
}
