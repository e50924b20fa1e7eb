package glad.api.options;

import java.util.List;

/**
 * One option of a part: its key, type, default and accepted range.
 *
 * @param key the key in an experiment file
 * @param type the type of its value
 * @param defaultValue the value used when the key is absent: Long, Double, Boolean, String or List of Long by type
 * @param min smallest accepted number (for numbers and each entry of a number list)
 * @param max largest accepted number
 * @param choices the accepted words of a {@link Type#CHOICE}; else empty
 * @param description one line for a user
 */
public record Option(
        String key, Type type, Object defaultValue, double min, double max, List<String> choices, String description) {

    /** The types of option values. */
    public enum Type { INTEGER, NUMBER, FLAG, TEXT, CHOICE, INTEGERS }

    /** Returns a whole-number option. */
    public static Option integer(String key, long defaultValue, long min, long max, String description) {
        return new Option(key, Type.INTEGER, defaultValue, min, max, List.of(), description);
    }

    /** Returns a floating-point option. */
    public static Option number(String key, double defaultValue, double min, double max, String description) {
        return new Option(key, Type.NUMBER, defaultValue, min, max, List.of(), description);
    }

    /** Returns a true/false option. */
    public static Option flag(String key, boolean defaultValue, String description) {
        return new Option(key, Type.FLAG, defaultValue, 0, 0, List.of(), description);
    }

    /** Returns a free-text option. */
    public static Option text(String key, String defaultValue, String description) {
        return new Option(key, Type.TEXT, defaultValue, 0, 0, List.of(), description);
    }

    /** Returns an option that takes one of some words. */
    public static Option choice(String key, String defaultValue, List<String> choices, String description) {
        return new Option(key, Type.CHOICE, defaultValue, 0, 0, List.copyOf(choices), description);
    }

    /** Returns an option that takes a list of whole numbers. */
    public static Option integers(String key, List<Long> defaultValue, long min, long max, String description) {
        return new Option(key, Type.INTEGERS, List.copyOf(defaultValue), min, max, List.of(), description);
    }

    /** Returns what this option accepts, in words: {@code a whole number in 1..64}. */
    public String expectation() {
        return switch (type) {
            case INTEGER -> "a whole number in " + (long) min + ".." + (long) max;
            case NUMBER -> "a number in " + min + ".." + max;
            case FLAG -> "true or false";
            case TEXT -> "a text";
            case CHOICE -> "one of " + String.join(", ", choices);
            case INTEGERS -> "a list of whole numbers in " + (long) min + ".." + (long) max;
        };
    }
}
