package glad.eval.analysis;

import java.util.ArrayList;
import java.util.List;
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
 */
public record Table(String title, List<String> heading, List<List<String>> rows, List<String> notes) {

    private static final int NAMES = 2;

    /** Returns the table in columns of even width, a line per row. */
    public String text() {
        List<List<String>> all = new ArrayList<>(List.of(heading));
        all.addAll(rows);
        int[] widths = IntStream.range(0, heading.size())
                .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)).toArray();
        StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                line.append(String.format((c < NAMES ? "%-" : "%") + Math.max(1, widths[c]) + "s  ", row.get(c)));
            }
            text.append("  ").append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        notes.forEach(note -> text.append("  ").append(note).append(System.lineSeparator()));
        return text.toString();
    }

    /**
     * Returns heading and rows alone, a line each, in columns of a width that doesn't depend on what they hold.
     *
     * @param first the width of the first column, to the left
     * @param others the width of the others, to the right
     */
    public String text(int first, int others) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : Stream.concat(Stream.of(heading), rows.stream()).toList()) {
            text.append(String.format("%-" + first + "s", row.get(0)));
            row.stream().skip(1).forEach(cell -> text.append(String.format(" %" + others + "s", cell)));
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Returns a LaTeX {@code table} with a {@code tabular} in the style of the package booktabs. */
    public String latex() {
        String columns = "l".repeat(NAMES) + "r".repeat(Math.max(0, heading.size() - NAMES));
        StringBuilder text = new StringBuilder("\\begin{table}\n\\centering\n\\caption{").append(escaped(title))
                .append(notes.isEmpty() ? "" : " " + escaped(String.join(" ", notes))).append("}\n\\begin{tabular}{")
                .append(columns).append("}\n\\toprule\n").append(row(heading)).append("\\midrule\n");
        rows.forEach(row -> text.append(row(row)));
        return text.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
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

    private static String row(List<String> cells) {
        return cells.stream().map(Table::escaped).collect(Collectors.joining(" & ", "", " \\\\\n"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\textbackslash{}").replaceAll("([&%$#_{}])", "\\\\$1")
                .replace("\\textbackslash\\{\\}", "\\textbackslash{}").replace("~", "\\textasciitilde{}")
                .replace("^", "\\textasciicircum{}").replace("±", "$\\pm$");
    }
}
