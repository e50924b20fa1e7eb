package glad.experiment;

import glad.api.GladException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the official readers of LaSOT, LaSOT extension, OTB99 and TNL2K make of a sentence file:
 * {@code str(numpy.loadtxt(file, delimiter=",", dtype=str))}. One field stays as it is; several become the printed form of an
 * array, broken into lines of at most 75 characters; what follows {@code #} in a line is dropped.
 */
final class OfficialSentence {

    private static final int LINE = 75;

    private OfficialSentence() {}

    /**
     * Returns the prompt for a file's content.
     *
     * @throws GladException if its lines have different numbers of commas, which the official readers fail on as well
     */
    static String read(String content) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : content.split("\\R")) {
            String kept = line.contains("#") ? line.substring(0, line.indexOf('#')) : line;
            if (!kept.isEmpty()) {
                rows.add(List.of(kept.split(",", -1)));
            }
        }
        if (rows.isEmpty()) {
            return "[]";
        }
        int columns = rows.get(0).size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw GladException.failure("sentence \"" + content.strip() + "\" has lines with different numbers of commas, which"
                    + " the official readers can't read; use sentence=written");
        }
        if (rows.size() == 1 || columns == 1) {
            List<String> fields = rows.stream().flatMap(List::stream).toList();
            return fields.size() == 1 ? fields.get(0) : row(fields, " ", LINE);
        }
        return "[" + String.join("\n ", rows.stream().map(row -> row(row, "  ", LINE - 1)).toList()) + "]";
    }

    /** Prints a row; further lines of it begin with the indent. */
    private static String row(List<String> fields, String indent, int width) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < fields.size(); i++) {
            String word = quoted(fields.get(i));
            // One character is kept for the bracket or blank behind the word.
            if (line.length() > indent.length() && line.length() + word.length() > width - 1) {
                text.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(indent);
            }
            line.append(word).append(i < fields.size() - 1 ? " " : "");
        }
        return "[" + text.append(line).substring(indent.length()) + "]";
    }

    /** Quotes as Python does: with double quotes if that saves an escape. */
    private static String quoted(String field) {
        String escaped = field.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r");
        return field.contains("'") && !field.contains("\"") ? "\"" + escaped + "\"" : "'" + escaped.replace("'", "\\'") + "'";
    }
}
