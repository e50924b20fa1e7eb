package glad.pages.internal;

import glad.api.GladException;
import java.util.List;
import java.util.Map;

/**
 * What a browser asks.
 *
 * @param path below the token: {@code /run}
 * @param change whether something is to be done, not shown
 * @param values of the address and of a form, by name
 */
record Question(String path, boolean change, Map<String, List<String>> values) {

    /** Returns the first value of a name; empty text if there is none. */
    String value(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    /** Returns the value of a name. @throws GladException (usage) if there is none */
    String needed(String name) {
        String value = value(name);
        if (value.isBlank()) {
            throw GladException.usage("\"" + path + "\" says no " + name + "; go back, and follow a link of the pages");
        }
        return value;
    }

    /** Returns all values of a name. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
