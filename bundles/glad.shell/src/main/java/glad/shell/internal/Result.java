package glad.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a command found out, in both forms; one of them is printed.
 *
 * @param json an object for programs, printed with {@code --json}
 * @param text lines for people
 */
record Result(JsonNode json, String text) {}
