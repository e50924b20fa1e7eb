package glad.datasets.files;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the official readers of language benchmarks make of a sentence file. They read it as a table of texts with the comma
 * between columns and {@code #} before a comment, and print that: {@code white bird, flying} becomes
 * {@code ['white bird' ' flying']}, and an empty file {@code []}. Published numbers were made with such sentences.
 */
public final class NumpyText {

    /** Where numpy breaks the lines of a printed array. */
    private static final int WIDTH = 75;

    private NumpyText() {}

    /**
     * Returns the text of a file as {@code str(numpy.loadtxt(file, dtype=str, delimiter=','))} gives it. Where the lines
     * have different numbers of columns, which numpy refuses, every line is read by itself.
     */
    public static String read(String text) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int comment = line.indexOf('#');
            String kept = comment < 0 ? line : line.substring(0, comment);
            if (!kept.isEmpty()) {
                rows.add(List.of(kept.split(",", -1)));
            }
        }
        if (rows.size() == 1 && rows.get(0).size() == 1) {
            return rows.get(0).get(0);
        }
        if (rows.size() <= 1) {
            return array(rows.isEmpty() ? List.of() : rows.get(0), " ");
        }
        if (rows.stream().allMatch(row -> row.size() == 1)) {
            return array(rows.stream().map(row -> row.get(0)).toList(), " ");
        }
        return rows.stream().map(row -> array(row, "  ")).collect(Collectors.joining("\n ", "[", "]"));
    }

    private static String array(List<String> cells, String indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < cells.size(); i++) {
            String word = quoted(cells.get(i));
            // A bracket for each level of nesting closes the last line, and room for it is kept in all of them.
            if (line.length() + word.length() > WIDTH - indent.length() && line.length() > indent.length()) {
                lines.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(indent);
            }
            line.append(word).append(i + 1 < cells.size() ? " " : "");
        }
        return "[" + lines.append(line).substring(indent.length()) + "]";
    }

    /** As Python writes a text: in single quotes, or in double ones if it holds single ones only. */
    private static String quoted(String text) {
        String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
        return quote + text.replace("\\", "\\\\").replace("\t", "\\t").replace(quote, "\\" + quote) + quote;
    }
}
