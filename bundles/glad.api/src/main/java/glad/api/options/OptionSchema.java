package glad.api.options;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All options of one part, and the check of the values given for them. */
public final class OptionSchema {

    private final Map<String, Option> options = new LinkedHashMap<>();

    private OptionSchema(List<Option> list) {
        for (Option option : list) {
            options.put(option.key(), option);
        }
    }

    /** Returns the schema of these options. */
    public static OptionSchema of(Option... options) {
        return new OptionSchema(List.of(options));
    }

    /** Returns this schema with other defaults: a preset such as "base" or "large" of the same part. */
    public OptionSchema withDefaults(Map<String, Object> defaults) {
        List<Option> list = new ArrayList<>();
        for (Option o : options.values()) {
            Object value = defaults.getOrDefault(o.key(), o.defaultValue());
            list.add(new Option(o.key(), o.type(), normal(value), o.min(), o.max(), o.choices(), o.description()));
        }
        for (String key : defaults.keySet()) {
            if (!options.containsKey(key)) {
                throw new IllegalArgumentException("no option \"" + key + "\" to preset");
            }
        }
        return new OptionSchema(list);
    }

    private static Object normal(Object value) {
        return value instanceof Integer i ? (Object) i.longValue() : value;
    }

    /** Returns the options in their declared order. */
    public List<Option> options() {
        return List.copyOf(options.values());
    }

    /**
     * Reads and checks values; absent keys take their defaults. The key {@code id} is allowed and ignored.
     *
     * @param part how messages name the part, for example {@code backbone "mae-vit"}
     * @param given an object, or null for all defaults
     * @throws GladException (usage) naming the key, the value, and what is accepted
     */
    public Options read(String part, @Nullable JsonNode given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : options.values()) {
            values.put(option.key(), option.defaultValue());
        }
        if (given != null && !given.isNull() && !given.isMissingNode()) {
            if (!given.isObject()) {
                throw GladException.usage("options of " + part + " must be keys and values, got \"" + given + "\"");
            }
            given.properties().forEach(entry -> {
                if (!entry.getKey().equals("id")) {
                    Option option = options.get(entry.getKey());
                    if (option == null) {
                        throw GladException.usage(
                                Names.unknown("option of " + part, entry.getKey(), options.keySet()));
                    }
                    values.put(option.key(), value(part, option, entry.getValue()));
                }
            });
        }
        return new Options(values);
    }

    private static Object value(String part, Option option, JsonNode node) {
        Object value = switch (option.type()) {
            case INTEGER -> node.isIntegralNumber() && inRange(option, node) ? (Object) node.longValue() : null;
            case NUMBER -> node.isNumber() && inRange(option, node) ? (Object) node.doubleValue() : null;
            case FLAG -> node.isBoolean() ? (Object) node.booleanValue() : null;
            case TEXT -> node.isTextual() ? node.textValue() : null;
            case CHOICE -> option.choices().contains(node.asText()) ? node.asText() : null;
            case INTEGERS -> integers(option, node);
        };
        if (value == null) {
            throw GladException.usage("option \"" + option.key() + "\" of " + part + " is \"" + node.asText(node.toString())
                    + "\"; expected " + option.expectation());
        }
        return value;
    }

    private static @Nullable List<Long> integers(Option option, JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        List<Long> list = new ArrayList<>();
        for (JsonNode entry : node) {
            if (!entry.isIntegralNumber() || !inRange(option, entry)) {
                return null;
            }
            list.add(entry.longValue());
        }
        return List.copyOf(list);
    }

    private static boolean inRange(Option option, JsonNode node) {
        double v = node.doubleValue();
        return v >= option.min() && v <= option.max();
    }
}
