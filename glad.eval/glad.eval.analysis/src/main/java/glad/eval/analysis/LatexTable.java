package glad.eval.analysis;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table as LaTeX's {@code tabular} in the style of the package booktabs, which alone it needs. It fits the text of the class
 * {@code article}: where its lines would be longer, letters are smaller and columns of words wrap. How wide letters are is estimated,
 * rather too wide, from the widths of LaTeX's usual font.
 */
final class LatexTable {

    /** Of the class article on A4 and letter paper, points. */
    private static final double TEXT_WIDTH = 345;
    /** The usual letters, then smaller ones; by the size in points of which widths are multiples. */
    private static final double[] SIZES = {10, 8, 7};
    private static final List<String> SIZE_NAMES = List.of("", "\\footnotesize\n", "\\scriptsize\n");
    private static final double[] BETWEEN = {12, 6, 5};
    /** Words that can't be broken elsewhere are broken behind so many characters. */
    private static final int LONGEST = 14;
    private static final int LONGEST_IN_SENTENCES = 60;
    /** Stands where a line may be broken; LaTeX's command for it is put in last. */
    private static final String BREAK = "\u200b";

    private final Table table;
    private final boolean[] words;

    LatexTable(Table table) {
        this.table = table;
        words = new boolean[table.heading().size()];
        for (int c = 0; c < words.length; c++) {
            int column = c;
            words[c] = c == 0 || table.rows().stream().anyMatch(row -> !ColumnWidths.isFigure(row.get(column)));
        }
    }

    String text() {
        int size = 0;
        while (size < SIZES.length - 1 && total(size, size > 0) > TEXT_WIDTH) {
            size++;
        }
        boolean wraps = size > 0;
        double[] widths = wraps ? wrapped(size) : new double[words.length];
        StringBuilder columns = new StringBuilder();
        for (int c = 0; c < words.length; c++) {
            columns.append(!words[c] ? "r" : wraps ? String.format(Locale.ROOT, "p{%.1fpt}", widths[c]) : "l");
        }
        StringBuilder text = new StringBuilder("\\begin{table}\n\\centering\n\\caption{").append(broken(table.title(), LONGEST_IN_SENTENCES)).append("}\n")
                .append(SIZE_NAMES.get(size));
        if (wraps) {
            text.append(String.format(Locale.ROOT, "\\setlength{\\tabcolsep}{%.1fpt}\n", BETWEEN[size] / 2));
        }
        text.append("\\begin{tabular}{").append(columns).append("}\n\\toprule\n")
                .append(line(c -> words[c] ? escaped(table.heading().get(c)) : stacked(table.heading().get(c)))).append("\\midrule\n");
        for (int r = 0; r < table.rows().size(); r++) {
            int row = r;
            text.append(line(c -> cell(row, c, wraps)));
        }
        text.append("\\bottomrule\n\\end{tabular}\n");
        if (!table.notes().isEmpty()) {
            text.append("\n\\vspace{4pt}\n\\begin{minipage}{\\linewidth}\n\\footnotesize\\raggedright\n").append(broken(notes(), LONGEST_IN_SENTENCES)).append("\n\\end{minipage}\n");
        }
        return text.append("\\end{table}\n").toString().replace(BREAK, "\\allowbreak{}");
    }

    private String line(IntFunction<String> cells) {
        return IntStream.range(0, words.length).mapToObj(cells).collect(Collectors.joining(" & ", "", " \\tabularnewline\n"));
    }

    private String cell(int row, int column, boolean wraps) {
        String text = table.rows().get(row).get(column);
        String shown = words[column] ? (wraps ? broken(text, LONGEST) : escaped(text)) : figure(text);
        String set = table.best().contains(new Table.Place(row, column)) ? "\\textbf{" + shown + "}" : shown;
        return words[column] && wraps ? "\\raggedright " + set : set;
    }

    /** Notes are sentences here. */
    private String notes() {
        return table.notes().stream().map(String::strip).filter(note -> !note.isEmpty())
                .map(note -> note.matches("(?s).*[.:;!?]") ? note : note + ".").collect(Collectors.joining(" "));
    }

    /** Returns how wide the columns are together. @param least as narrow as columns of words can be */
    private double total(int size, boolean least) {
        return IntStream.range(0, words.length).mapToDouble(c -> BETWEEN[size] + (words[c] && least ? narrowest(c, size) : natural(c, size))).sum();
    }

    /** Returns the widths of columns of words: what figures leave, by how much each has to say. */
    private double[] wrapped(int size) {
        double least = total(size, true);
        double given = Math.min(1, Math.max(0, TEXT_WIDTH - least) / Math.max(1, total(size, false) - least));
        return IntStream.range(0, words.length).mapToDouble(c -> narrowest(c, size) + given * (natural(c, size) - narrowest(c, size))).toArray();
    }

    private double natural(int column, int size) {
        double heading = words[column] ? width(table.heading().get(column), size)
                : Stream.of(lines(table.heading().get(column))).mapToDouble(part -> width(part, size)).max().orElse(0);
        return Math.max(heading, table.rows().stream().mapToDouble(row -> width(row.get(column), size)).max().orElse(0));
    }

    private double narrowest(int column, int size) {
        return Stream.concat(Stream.of(table.heading().get(column)), table.rows().stream().map(row -> breakable(row.get(column), LONGEST)))
                .flatMap(text -> Stream.of(text.split("[" + BREAK + " ]"))).mapToDouble(part -> width(part, size)).max().orElse(0);
    }

    private static double width(String text, int size) {
        return text.chars().mapToDouble(LatexTable::width).sum() * SIZES[size];
    }

    /** Returns the width of a letter, bold, in multiples of the size. */
    private static double width(int letter) {
        return "iljt.,;:'|[]()! ".indexOf(letter) >= 0 ? 0.4 : "+-±mwMW…".indexOf(letter) >= 0 ? 0.9 : Character.isUpperCase(letter) ? 0.8 : 0.58;
    }

    /** Figures' headings stand in several lines. */
    private static String[] lines(String heading) {
        return heading.split("(?<=/)(?=\\p{L}{2})|(?<=\\p{L}) (?=\\p{L}|-)|(?<=-) ");
    }

    private static String stacked(String heading) {
        String[] lines = lines(heading);
        return lines.length == 1 ? escaped(heading)
                : Stream.of(lines).map(LatexTable::escaped).collect(Collectors.joining(" \\\\ ", "\\shortstack[r]{", "}"));
    }

    /** Signs are those of numbers, and intervals stand in brackets. */
    private static String figure(String text) {
        return escaped(text.replaceFirst("^(\\S+) \\.\\. (\\S+)$", "[$1, $2]")).replaceAll("(?<![\\d.e])-(?=[\\d.])", "\\$-\\$").replaceFirst("^-$", "--");
    }

    private static String broken(String text, int longest) {
        return escaped(breakable(text, longest));
    }

    /** Lets a line be broken behind signs between words, and within long words. */
    private static String breakable(String text, int longest) {
        return text.replaceAll("(?<=[.=/_:,-])(?=\\p{L})", BREAK).replaceAll("([^ " + BREAK + "]{" + longest + "})(?=[^ " + BREAK + "])", "$1" + BREAK);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\textbackslash{}").replaceAll("([&%$#_{}])", "\\\\$1")
                .replace("\\textbackslash\\{\\}", "\\textbackslash{}").replace("~", "\\textasciitilde{}")
                .replace("^", "\\textasciicircum{}").replace("<", "\\textless{}").replace(">", "\\textgreater{}").replace("|", "\\textbar{}")
                .replace("±", "$\\pm$");
    }
}
