package glad.api.options;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checked option values of one part, read by key.
 *
 * @param values key to Long, Double, Boolean, String or List of Long; complete (defaults filled in)
 */
public record Options(Map<String, Object> values) {

    /** Copies the map, by key, so that the options read the same in every run. */
    public Options {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Returns a whole number. */
    public int integer(String key) {
        return Math.toIntExact((Long) get(key));
    }

    /** Returns a number. */
    public double number(String key) {
        return ((Number) get(key)).doubleValue();
    }

    /** Returns a flag. */
    public boolean flag(String key) {
        return (Boolean) get(key);
    }

    /** Returns a text or a choice. */
    public String text(String key) {
        return (String) get(key);
    }

    /** Returns a list of whole numbers. */
    public int[] integers(String key) {
        return ((List<?>) get(key)).stream().mapToInt(v -> Math.toIntExact((Long) v)).toArray();
    }

    private Object get(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no option \"" + key + "\" was declared");
        }
        return value;
    }
}
