package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of an official configuration file, taken out one by one; those never asked for are what can't be mapped. */
final class OfficialKeys {

    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    private final String name;
    private final Map<String, JsonNode> left = new LinkedHashMap<>();
    private final List<String> unmapped = new ArrayList<>();

    OfficialKeys(String name, JsonNode file) {
        this.name = name;
        if (!file.isObject() || !file.path("MODEL").isObject()) {
            throw GladException.usage("\"" + name + "\" is no configuration of the official implementation; expected"
                    + " keys such as MODEL, DATA, TRAIN and TEST");
        }
        flatten("", file);
    }

    private void flatten(String path, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(e -> flatten(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()));
        } else {
            left.put(path, node);
        }
    }

    String text(String key, String preset) {
        JsonNode node = left.remove(key);
        return node == null ? preset : node.asText();
    }

    double number(String key, double preset) {
        JsonNode node = left.remove(key);
        if (node != null && !node.isNumber()) {
            throw GladException.usage("\"" + name + "\" has \"" + node.asText() + "\" as " + key
                    + "; expected a number");
        }
        return node == null ? preset : node.doubleValue();
    }

    int integer(String key, int preset) {
        return (int) Math.round(number(key, preset));
    }

    /** Takes a key that has only one value here. */
    void only(String key, Object value, String why) {
        JsonNode node = left.remove(key);
        if (node != null && !node.asText().equalsIgnoreCase(value.toString())
                && !(node.isNumber() && value instanceof Number n && node.doubleValue() == n.doubleValue())) {
            unmapped.add(key + " = " + node.asText() + ": " + why);
        }
    }

    void drop(String why, String... keys) {
        for (String key : keys) {
            left.keySet().stream().filter(k -> k.equals(key) || k.startsWith(key + ".")).toList()
                    .forEach(k -> unmapped.add(k + " = " + left.remove(k) + ": " + why));
        }
    }

    /** Takes keys that change nothing here, without a word. */
    void ignore(String... keys) {
        for (String key : keys) {
            left.remove(key);
        }
    }

    void same(String key, JsonNode tested) {
        only(key, tested.numberValue(), "one value serves training and testing, and TEST has " + tested);
    }

    private void imageNet(String key, List<Double> expected) {
        JsonNode node = left.remove(key);
        if (node != null) {
            List<Double> values = new ArrayList<>();
            node.forEach(v -> values.add(v.asDouble()));
            if (!values.equals(expected)) {
                unmapped.add(key + " = " + node + ": images are normalised by ImageNet's, " + expected);
            }
        }
    }

    /** Takes the numbers that images are normalised by. */
    void imageNet() {
        imageNet("DATA.MEAN", IMAGENET_MEAN);
        imageNet("DATA.STD", IMAGENET_STD);
    }

    /** Tells whether a key that wasn't taken yet has a value. */
    boolean has(String key, String value) {
        return left.containsKey(key) && left.get(key).asText().equals(value);
    }

    /** Returns a key's value without taking it; empty if it isn't there. */
    String peek(String key) {
        return left.containsKey(key) ? left.get(key).asText() : "";
    }

    /** Takes a key as it stands; null if it isn't there. */
    JsonNode take(String key) {
        return left.remove(key);
    }

    /** Notes what can't be mapped. */
    void unmapped(String line) {
        unmapped.add(line);
    }

    /** Returns where the keys came from, for messages. */
    String name() {
        return name;
    }

    /** Returns what can't be mapped, what is left over included. */
    List<String> unmapped() {
        left.forEach((key, value) -> unmapped.add(key + " = " + value.asText(value.toString()) + ": unknown here"));
        left.clear();
        return List.copyOf(unmapped);
    }
}
