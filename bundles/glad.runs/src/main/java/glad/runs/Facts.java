package glad.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A few values of a JSON object, without a tree of the rest: of thousands of files that are read once, the trees take most of the time.
 *
 * @param keys what is looked for, in the order in which it is returned
 */
record Facts(List<String> keys) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Copies the list. */
    Facts {
        keys = List.copyOf(keys);
    }

    /** Returns the keys' values, those that are texts, numbers or truth values; what stands behind the last of them isn't read. @throws IOException if the file isn't JSON up to there */
    Map<String, String> of(Path file) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        keys.forEach(key -> found.put(key, null));
        int left = keys.size();
        try (JsonParser parser = JSON.createParser(Files.readAllBytes(file))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (left > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (!value.isScalarValue()) {
                        parser.skipChildren();
                    } else if (found.containsKey(key)) {
                        left--;
                        found.put(key, value == JsonToken.VALUE_NULL ? null : parser.getText());
                    }
                }
            }
        }
        found.values().removeIf(value -> value == null);
        return found;
    }
}
