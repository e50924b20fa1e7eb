package glad.eval.analysis;

import glad.api.eval.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of figures for people.
 *
 * @param title what it shows
 * @param heading one text per column; the first two columns hold names, the others numbers
 * @param rows texts, as many per row as there are columns
 * @param notes lines below it
 * @param best cells with the best figure of their column, which LaTeX shows bold
 */
public record Table(String title, List<String> heading, List<List<String>> rows, List<String> notes, Set<Place> best) {

    private static final int NAMES = 2;
    private static final String BETWEEN = "  ";

    /** Copies what could change. */
    public Table {
        best = Set.copyOf(best);
    }

    /** Makes one in which no figure is the best. */
    public Table(String title, List<String> heading, List<List<String>> rows, List<String> notes) {
        this(title, heading, rows, notes, Set.of());
    }

    /**
     * A cell.
     *
     * @param row from 0, without the heading
     * @param column from 0
     */
    public record Place(int row, int column) {}

    /** Returns the cells of a column with the best of its figures; none if only one row has a figure. @param figures NaN for none, row by row */
    static Set<Place> best(int column, double[] figures, Metric.Direction direction) {
        double sign = direction == Metric.Direction.HIGHER_IS_BETTER ? 1 : -1;
        double most = Arrays.stream(figures).filter(figure -> !Double.isNaN(figure)).map(figure -> sign * figure).max().orElse(Double.NaN);
        return Arrays.stream(figures).filter(figure -> !Double.isNaN(figure)).count() < 2 ? Set.of()
                : IntStream.range(0, figures.length).filter(row -> sign * figures[row] == most).mapToObj(row -> new Place(row, column))
                .collect(Collectors.toSet());
    }

    /** Returns the table in columns of even width, a line per row, nothing shortened. */
    public String text() {
        return text(Integer.MAX_VALUE);
    }

    /**
     * Returns the table in columns of even width, a line per row, for a terminal: what isn't a figure is shortened, with an ellipsis, where
     * the lines would be longer. Title and notes are whole.
     *
     * @param columns how many characters fit a line of the terminal
     */
    public String text(int columns) {
        int[] widths = ColumnWidths.of(heading, rows, BETWEEN.length(), columns - BETWEEN.length());
        StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
        for (List<String> row : Stream.concat(Stream.of(heading), rows.stream()).toList()) {
            text.append(BETWEEN).append(IntStream.range(0, widths.length).mapToObj(c -> String.format((c < NAMES ? "%-" : "%") + widths[c] + "s",
                    ColumnWidths.fit(row.get(c), widths[c], c < NAMES))).collect(Collectors.joining(BETWEEN)).stripTrailing())
                    .append(System.lineSeparator());
        }
        notes.forEach(note -> text.append(BETWEEN).append(note).append(System.lineSeparator()));
        return text.toString();
    }

    /**
     * Returns heading and rows alone, a line each, in columns of a width that doesn't depend on what they hold but for a longer
     * first cell; narrower, and shortened as by {@link #text(int)}, where those don't fit.
     *
     * @param first the least width of the first column, to the left
     * @param others the width of the others, to the right
     * @param columns how many characters fit a line
     */
    public String text(int first, int others, int columns) {
        int names = Math.max(first, rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0));
        boolean fits = names + (heading.size() - 1L) * (1 + others) <= columns;
        int[] widths = fits ? IntStream.range(0, heading.size()).map(c -> c == 0 ? names : others).toArray() : ColumnWidths.of(heading, rows, 1, columns);
        StringBuilder text = new StringBuilder();
        for (List<String> row : Stream.concat(Stream.of(heading), rows.stream()).toList()) {
            text.append(IntStream.range(0, widths.length).mapToObj(c -> String.format((c == 0 ? "%-" : "%") + widths[c] + "s",
                    fits ? row.get(c) : ColumnWidths.fit(row.get(c), widths[c], c == 0))).collect(Collectors.joining(" "))).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Returns a LaTeX {@code table} with a {@code tabular} in the style of the package booktabs, as wide as the text of an article at most. */
    public String latex() {
        return new LatexTable(this).text();
    }

    /** Returns the table in Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder(title.isEmpty() ? "" : "**" + title + "**\n\n");
        text.append(markdownRow(heading)).append(IntStream.range(0, heading.size()).mapToObj(c -> c == 0 ? "---" : "---:")
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        rows.forEach(row -> text.append(markdownRow(row)));
        notes.forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    private static String markdownRow(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
