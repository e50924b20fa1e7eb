package glad.trackers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.runtime.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keys and values of a tracker, read with words for what is wrong: an entry of {@code trackers.yaml}, or another file that one names.
 * Every refusal is a {@link GladException} (usage) in one line.
 *
 * @param file where it stands
 * @param id of its tracker
 * @param tree the keys and values
 */
public record Entry(Path file, String id, JsonNode tree) {

    /** Returns what messages call it. */
    public String what() {
        return "tracker \"" + id + "\" of \"" + file + "\"";
    }

    /** Tells whether it has a key. */
    public boolean has(String key) {
        return tree.has(key);
    }

    /** Returns the value of a key; a missing node if there is none. */
    public JsonNode value(String key) {
        return tree.path(key);
    }

    /** Refuses an entry that has no keys, or others than these. */
    public void only(List<String> keys) {
        if (!(tree instanceof ObjectNode)) {
            throw GladException.usage(what() + " is \"" + tree.asText(tree.toString()) + "\"; expected the keys " + String.join(", ", keys));
        }
        tree.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw GladException.usage(Names.unknown("key of " + what(), key, keys));
            }
        });
    }

    /** Returns the keys and values below a key; none if it isn't there. */
    public Entry below(String key) {
        return new Entry(file, id, has(key) ? value(key) : ((ObjectNode) tree).objectNode());
    }

    /** Returns the refusal of a value. */
    public GladException wrong(String key, JsonNode value, String expected) {
        return GladException.usage("\"" + key + "\" of " + what() + " is \"" + value.asText(value.toString()) + "\"; expected " + expected);
    }

    /** Returns a text. @param usual what stands for a missing one */
    public String text(String key, String usual) {
        return has(key) ? text(key) : usual;
    }

    /** Returns a text that has to be there. */
    public String text(String key) {
        JsonNode value = needed(key, "a text");
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(key, value, "a text");
        }
        return value.textValue();
    }

    /** Returns a number between two others. @param usual what stands for a missing one; NaN if it has to be there */
    public double number(String key, double least, double most, double usual) {
        String expected = "a number from " + shown(least) + " to " + shown(most);
        JsonNode value = Double.isNaN(usual) ? needed(key, expected) : value(key);
        double number = value.isMissingNode() ? usual : value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw wrong(key, value, expected);
        }
        return number;
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Returns a file that a key names, seen from where this stands. */
    public Path path(String key) {
        return file.toAbsolutePath().resolveSibling(text(key)).normalize();
    }

    /** Returns the SHA-256 of a file, by which content is told apart. @throws GladException (failure) if it can't be read */
    public static String hash(Path file) {
        try {
            return new Digest().add(file).hex();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e), e);
        }
    }

    private JsonNode needed(String key, String expected) {
        if (!has(key)) {
            throw GladException.usage(what() + " has no \"" + key + "\"; expected " + expected);
        }
        return value(key);
    }
}
