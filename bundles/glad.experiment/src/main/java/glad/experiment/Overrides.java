package glad.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.runtime.PartKind;
import java.util.List;
import java.util.stream.Stream;

/** Changes of an experiment's tree from the command line: {@code head.channels=128}. */
final class Overrides {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Overrides() {}

    /**
     * Applies changes in order. A value is read as YAML, so {@code 128} is a number and {@code [1, 2]} a list. Another part
     * ({@code head.id=corner}, or short {@code head=corner}) doesn't inherit the options of the one it replaces. Entries of lists are
     * counted from 1: {@code training.stages.1.batch=16}; the number behind the last one adds an entry, {@code weights.2=more.safetensors}.
     *
     * @throws GladException (usage) if one isn't {@code path=value} or leads through something that has no keys
     */
    static void apply(ObjectNode tree, List<String> changes) {
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1 || equals == change.length() - 1) {
                throw GladException.usage("\"" + change + "\" changes nothing; expected KEY=VALUE such as head.channels=128");
            }
            set(tree, change.substring(0, equals), value(change, change.substring(equals + 1)));
        }
    }

    private static void set(ObjectNode tree, String path, JsonNode value) {
        String[] keys = path.split("\\.");
        boolean part = Stream.of(PartKind.values()).anyMatch(kind -> kind.key().equals(keys[0]));
        if (part && value.isTextual() && (keys.length == 1 || keys.length == 2 && keys[1].equals("id"))) {
            if (!value.equals(tree.path(keys[0]).get("id"))) {
                tree.putObject(keys[0]).set("id", value);
            }
            return;
        }
        ObjectNode node = tree;
        for (int i = 0; i < keys.length - 1; i++) {
            JsonNode next = node.get(keys[i]);
            if (next == null || next.isNull()) {
                next = node.putObject(keys[i]);
            }
            if (next.isArray() && i + 2 == keys.length) {
                put(path, keys[i], (ArrayNode) next, keys[i + 1], value);
                return;
            }
            if (next.isArray()) {
                next = entry(path, keys[i], (ArrayNode) next, keys[++i]);
            }
            if (!next.isObject()) {
                throw GladException.usage("\"" + path + "\" can't be set: \"" + keys[i] + "\" is " + next
                        + " and has no keys of its own");
            }
            node = (ObjectNode) next;
        }
        node.set(keys[keys.length - 1], value);
    }

    /** Returns an entry of a list by its number. */
    private static JsonNode entry(String path, String key, ArrayNode list, String number) {
        return list.get(index(path, key, number, list.size()));
    }

    /** Replaces an entry of a list, or adds one. */
    private static void put(String path, String key, ArrayNode list, String number, JsonNode value) {
        int index = index(path, key, number, list.size() + 1);
        if (index < list.size()) {
            list.set(index, value);
        } else {
            list.add(value);
        }
    }

    private static int index(String path, String key, String number, int most) {
        if (!number.matches("[1-9]\\d{0,8}") || Integer.parseInt(number) > most) {
            throw GladException.usage("\"" + path + "\" can't be set: \"" + number + "\" is no entry of \"" + key + "\"; expected a number from 1 to "
                    + most);
        }
        return Integer.parseInt(number) - 1;
    }

    private static JsonNode value(String change, String text) {
        try {
            JsonNode value = YAML.readTree(text);
            return value == null || value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
        } catch (JsonProcessingException e) {
            throw GladException.usage("\"" + change + "\" has no value that YAML can read: " + e.getOriginalMessage());
        }
    }
}
