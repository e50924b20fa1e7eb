package glad.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.experiment.Experiment;
import glad.runtime.PartKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One thing that has to change for one experiment to become another. Another part, which has other options, is a single change.
 *
 * @param path the key, level by level
 * @param before the value; empty if the first experiment doesn't have the key
 * @param after the value in the second one
 */
public record KeyChange(List<String> path, Optional<JsonNode> before, Optional<JsonNode> after) {

    /** What decides nothing of a track. */
    private static final Set<String> DESCRIBING = Set.of("description", "training", "sources");

    /** Copies the path. */
    public KeyChange {
        path = List.copyOf(path);
    }

    /** Returns all changes between two experiments, in the order of their keys. */
    public static List<KeyChange> between(Experiment first, Experiment second) {
        List<KeyChange> changes = new ArrayList<>();
        ObjectNode one = first.tree().deepCopy();
        ObjectNode other = second.tree().deepCopy();
        one.remove(DESCRIBING);
        other.remove(DESCRIBING);
        collect(List.of(), one, other, changes);
        return changes;
    }

    private static void collect(List<String> path, JsonNode one, JsonNode other, List<KeyChange> into) {
        boolean nested = one instanceof ObjectNode && other instanceof ObjectNode && !anotherPart(path, one, other);
        if (nested) {
            Set<String> keys = new TreeSet<>();
            Stream.of(one, other).forEach(node -> node.fieldNames().forEachRemaining(keys::add));
            keys.forEach(key -> collect(Stream.concat(path.stream(), Stream.of(key)).toList(), one.get(key), other.get(key), into));
        } else if (!same(one, other)) {
            into.add(new KeyChange(path, Optional.ofNullable(one), Optional.ofNullable(other)));
        }
    }

    private static boolean anotherPart(List<String> path, JsonNode one, JsonNode other) {
        return path.size() == 1 && Stream.of(PartKind.values()).anyMatch(kind -> kind.key().equals(path.get(0)))
                && !one.path("id").equals(other.path("id"));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        boolean numbers = one != null && other != null && one.isNumber() && other.isNumber();
        return numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one != null && one.equals(other);
    }

    /** Returns an experiment with some changes made. @throws glad.api.GladException (usage) if they don't fit each other */
    static Experiment made(Experiment experiment, List<KeyChange> changes) {
        ObjectNode tree = experiment.tree().deepCopy();
        changes.forEach(change -> change.make(tree));
        return Experiment.of(experiment.name(), tree);
    }

    private void make(ObjectNode tree) {
        ObjectNode node = tree;
        for (String key : path.subList(0, path.size() - 1)) {
            node = node.get(key) instanceof ObjectNode next ? next : node.putObject(key);
        }
        String key = path.get(path.size() - 1);
        if (after.isPresent()) {
            node.set(key, after.get().deepCopy());
        } else {
            node.remove(key);
        }
    }

    /** Returns the key as people write it, such as {@code search.factor}. */
    public String key() {
        return String.join(".", path);
    }

    /** Returns it for people: {@code search.factor: 4 becomes 6}. */
    public String text() {
        return key() + ": " + value(before) + " becomes " + value(after);
    }

    private static String value(Optional<JsonNode> value) {
        return value.map(node -> node.isTextual() ? node.textValue() : node.toString()).orElse("(absent)");
    }

    /** Returns the value in the second experiment; JSON's null if the key is absent there. */
    public JsonNode value() {
        return after.orElse(JsonNodeFactory.instance.nullNode());
    }
}
