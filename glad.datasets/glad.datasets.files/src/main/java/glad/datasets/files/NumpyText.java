package glad.datasets.files;

import glad.api.GladException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the official readers of language benchmarks make of a sentence file. They read it as a table of texts with the
 * comma between columns and {@code #} before a comment, and print that: {@code white bird, flying} becomes {@code
 * ['white bird' ' flying']}, and an empty file {@code []}. Published numbers were made with such sentences.
 */
public final class NumpyText {

    /** Where numpy breaks the lines of a printed array. */
    private static final int WIDTH = 75;

    private NumpyText() {}

    /**
     * Returns the text of a file as {@code str(numpy.loadtxt(file, dtype=str, delimiter=','))} gives it.
     *
     * @throws GladException (failure) if its lines have different numbers of commas, which numpy refuses
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
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw GladException.failure("sentence \"" + text.strip()
                    + "\" has lines with different numbers of commas, which"
                    + " the official readers can't read; use the sentences as written");
        }
        if (rows.size() <= 1 || columns == 1) {
            List<String> cells = rows.stream().flatMap(List::stream).toList();
            return cells.size() == 1 ? cells.get(0) : array(cells, " ");
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
        return quote + text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r").replace(quote, "\\" + quote)
                + quote;
    }
}
