package glad.train.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that training pairs are drawn from: {@code {dataset: lasot, split: train, weight: 2.5}}, or {@code {pairs:
 * procedural, weight: 1}} for a supply that makes pairs itself.
 *
 * @param kind what {@code id} names
 * @param id of the dataset or the supply
 * @param weight its fraction of the pairs, in proportion to the other entries' weights; above 0
 * @param root the dataset's folder as the experiment names it; empty for the one that the settings know
 * @param options all other keys: options of the dataset or the supply, unchecked
 */
public record DataEntry(Kind kind, String id, double weight, String root, ObjectNode options) {

    /** What an entry names. */
    public enum Kind {
        /** A {@link glad.api.data.Dataset}, of whose frames pairs are made. */
        DATASET,
        /** A {@link glad.api.data.PairSourceFactory}, which makes pairs itself. */
        PAIRS
    }

    private static final String DATASET = "dataset";
    private static final String PAIRS = "pairs";
    private static final String WEIGHT = "weight";
    private static final String ROOT = "root";

    /**
     * Reads a list of entries.
     *
     * @param key how messages name the list, such as {@code training.data}
     * @param node the list
     * @throws GladException (usage) naming the entry, the value, and what is accepted
     */
    public static List<DataEntry> readAll(String key, JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            throw GladException.usage(key + " is \"" + node + "\"; expected a list such as [{dataset: lasot, split: train}]");
        }
        List<DataEntry> entries = new ArrayList<>();
        for (JsonNode entry : node) {
            entries.add(read(key + " entry " + (entries.size() + 1), entry));
        }
        return List.copyOf(entries);
    }

    private static DataEntry read(String name, JsonNode node) {
        JsonNode dataset = node.path(DATASET);
        JsonNode pairs = node.path(PAIRS);
        if (dataset.isTextual() == pairs.isTextual()) {
            throw GladException.usage(name + " is \"" + node + "\"; expected dataset: ID, or pairs: ID for a supply that"
                    + " makes pairs itself");
        }
        JsonNode weight = node.path(WEIGHT);
        if (!weight.isMissingNode() && !(weight.isNumber() && weight.doubleValue() > 0
                && Double.isFinite(weight.doubleValue()))) {
            throw GladException.usage(name + " has the weight \"" + weight.asText() + "\"; expected a number above 0, or"
                    + " leave the entry out");
        }
        JsonNode root = node.path(ROOT);
        if (!root.isMissingNode() && !(root.isTextual() && dataset.isTextual())) {
            throw GladException.usage(name + " has the root \"" + root.asText(root.toString())
                    + "\"; expected the folder of a dataset");
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) node);
        options.remove(List.of(DATASET, PAIRS, WEIGHT, ROOT));
        return new DataEntry(dataset.isTextual() ? Kind.DATASET : Kind.PAIRS, dataset.asText(pairs.asText()),
                weight.asDouble(1), root.asText(""), options);
    }
}
