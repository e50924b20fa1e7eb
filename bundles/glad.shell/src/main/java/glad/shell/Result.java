package glad.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a command found out, in both forms; one of them is printed.
 *
 * @param json an object for programs, printed with {@code --json}
 * @param text lines for people
 * @param problems what failed on the way although there is a result, a line each; any makes the exit code 1
 */
public record Result(JsonNode json, String text, List<String> problems) {

    /** A result without problems. */
    public Result(JsonNode json, String text) {
        this(json, text, List.of());
    }
}
