package glad.shell.internal;

import java.util.regex.Pattern;

/** Texts for a terminal: names and sentences come from files of others, and a terminal obeys control characters. */
public final class Printable {

    /** Control characters but tab and line feed, and those that turn the direction of writing. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}&&[^\\t\\n]]|[\\u202a-\\u202e\\u2066-\\u2069]");

    private Printable() {}

    /** Returns lines with control characters written out, such as {@code \u001b}. */
    public static String lines(String text) {
        return CONTROL.matcher(text.replace("\r\n", "\n"))
                .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    /** Returns a text as one line. */
    public static String line(String text) {
        return lines(text.replaceAll("\\s*\\R\\s*", " "));
    }
}
