package glad.shell.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts for a terminal: names and sentences come from files of others, and a terminal obeys control characters. */
public final class Printable {

    /** Control characters but tab and line feed, and those that turn the direction of writing. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}&&[^\\t\\n]]|[\\u202a-\\u202e\\u2066-\\u2069]");

    /** How documents and messages call the program. */
    private static final String CHECKOUT = "./glad";

    private static final Pattern PROGRAM = Pattern.compile("(?<![\\w./])" + Pattern.quote(CHECKOUT) + "(?= |$)");

    private Printable() {}

    /** Returns a text of our own that calls the program what its user does, which the system property {@code glad.program} says. */
    public static String called(String text) {
        String program = System.getProperty("glad.program", CHECKOUT);
        return program.equals(CHECKOUT) ? text : PROGRAM.matcher(text).replaceAll(Matcher.quoteReplacement(program));
    }

    /** Returns lines with control characters written out, such as {@code \u001b}, and the program's name as its user calls it. */
    public static String lines(String text) {
        return CONTROL.matcher(called(text).replace("\r\n", "\n"))
                .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    /** Returns a text as one line. */
    public static String line(String text) {
        return lines(text.replaceAll("\\s*\\R\\s*", " "));
    }
}
