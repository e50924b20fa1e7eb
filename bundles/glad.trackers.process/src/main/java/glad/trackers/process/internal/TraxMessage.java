package glad.trackers.process.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of TraX: a line with a prefix, a type, arguments, and named arguments behind them (protocol specification of the VOT initiative,
 * versions 1 to 4).
 *
 * @param type such as {@code state}
 * @param arguments in order
 * @param named by key
 */
record TraxMessage(String type, List<String> arguments, SortedMap<String, String> named) {

    /** What each message begins with; other lines of a program's output are its own. */
    static final String PREFIX = "@@TRAX:";

    private static final Pattern TYPE = Pattern.compile("[A-Za-z]+");
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._]{1,64})=(.*)", Pattern.DOTALL);

    /** Copies the arguments. */
    TraxMessage {
        arguments = List.copyOf(arguments);
        named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
    }

    /** Returns one without named arguments. */
    static TraxMessage of(String type, String... arguments) {
        return new TraxMessage(type, List.of(arguments), Collections.emptySortedMap());
    }

    /** Returns this one with a named argument more. */
    TraxMessage with(String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(named);
        more.put(key, value);
        return new TraxMessage(type, arguments, more);
    }

    /** Reads a line. @throws IOException saying that it is no message */
    static TraxMessage read(String line) throws IOException {
        List<String> words = words(line.substring(PREFIX.length()));
        if (words == null || words.isEmpty() || !TYPE.matcher(words.get(0)).matches()) {
            throw new IOException("answered \"" + JsonLines.shown(line) + "\", which is no message of TraX");
        }
        List<String> arguments = new ArrayList<>();
        SortedMap<String, String> named = new TreeMap<>();
        for (String word : words.subList(1, words.size())) {
            Matcher pair = NAMED.matcher(word);
            if (pair.matches()) {
                named.put(pair.group(1), pair.group(2));
            } else {
                arguments.add(word);
            }
        }
        return new TraxMessage(words.get(0).toLowerCase(Locale.ROOT), arguments, named);
    }

    /** Returns the words of a text, without quotation marks and escapes; null if a quotation isn't closed. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                word.append(escaped == 'n' ? '\n' : escaped);
                begun = true;
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quoted ? null : words;
    }

    /** Returns the line. */
    String line() {
        StringBuilder line = new StringBuilder(PREFIX).append(type);
        arguments.forEach(argument -> line.append(" \"").append(escaped(argument)).append('"'));
        for (Map.Entry<String, String> pair : named.entrySet()) {
            line.append(" \"").append(pair.getKey()).append('=').append(escaped(pair.getValue())).append('"');
        }
        return line.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "");
    }
}
