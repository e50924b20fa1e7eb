package glad.base;

import java.util.regex.Pattern;

/**
 * Texts in tables that people open in a spreadsheet, which takes a cell that begins with {@code = + - @} for a formula and
 * computes it: names and sentences come from files of others.
 */
public final class CsvCell {

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private CsvCell() {}

    /** Returns a text with an apostrophe before what would be a formula; numbers stay as they are. */
    public static String plain(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }
}
