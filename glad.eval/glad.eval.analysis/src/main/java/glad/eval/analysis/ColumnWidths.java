package glad.eval.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How wide the columns of a table are. Where all of them don't fit, columns of words and headings above figures give way,
 * the widest first; figures never do.
 */
final class ColumnWidths {

    /** Words shortened further would tell nothing. */
    private static final int LEAST_WORDS = 12;
    private static final int LEAST_HEADING = 6;
    /** Cells without a letter, but for those of powers and of what isn't there, are figures. */
    private static final String FIGURE = "[^\\p{L}]*|[^\\p{L}]*\\de[-+]\\d+|NaN";

    private ColumnWidths() {}

    static boolean isFigure(String cell) {
        return cell.matches(FIGURE);
    }

    /**
     * Returns how many characters each column takes.
     *
     * @param between how many characters are between two columns
     * @param most how many all of them may take together; more are taken only where figures don't fit
     */
    static int[] of(List<String> heading, List<List<String>> rows, int between, int most) {
        int[] cells = IntStream.range(0, heading.size()).map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)).toArray();
        int[] widths = IntStream.range(0, cells.length).map(c -> Math.max(1, Math.max(cells[c], heading.get(c).length()))).toArray();
        boolean[] words = new boolean[cells.length];
        for (int c = 0; c < cells.length; c++) {
            int column = c;
            words[c] = rows.stream().anyMatch(row -> !isFigure(row.get(column)));
        }
        long room = (long) most - (long) between * (cells.length - 1);
        narrow(widths, IntStream.range(0, cells.length).map(c -> words[c] ? LEAST_WORDS : Math.max(cells[c], LEAST_HEADING)).toArray(), room);
        return widths;
    }

    /** Takes from the widest of those that are wider than their least width, until they fit or none is. */
    private static void narrow(int[] widths, int[] least, long room) {
        for (long over = Arrays.stream(widths).asLongStream().sum() - room; over > 0; over--) {
            int widest = IntStream.range(0, widths.length).filter(c -> widths[c] > least[c]).reduce((a, b) -> widths[b] > widths[a] ? b : a).orElse(-1);
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /** Returns a text as it is, or as much of its beginning, and of its end where it is a name, as fits. */
    static String fit(String text, int width, boolean name) {
        if (text.length() <= width) {
            return text;
        }
        int end = name ? (width - 1) / 2 : 0;
        return text.substring(0, width - 1 - end) + "…" + text.substring(text.length() - end);
    }
}
