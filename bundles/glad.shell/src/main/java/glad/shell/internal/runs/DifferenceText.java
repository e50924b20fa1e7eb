package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** In what two runs differ, nested, for people and for programs. */
public final class DifferenceText {

    private static final String ABSENT = "(absent)";
    private static final int LONG = 24;

    /** What is told under which heading, by what keys begin with; all others are settings. */
    private static final Map<String, String> HEADINGS = Map.of(
            "bundle ", "code",
            "weights ", "weights",
            "dataset", "data",
            "protocol", "data",
            "device", "machine",
            "host", "machine",
            "versions ", "machine",
            "machine ", "machine",
            "environment ", "machine",
            "figure ", "figures");

    private static final List<String> ORDER = List.of("settings", "weights", "data", "code", "machine", "figures");

    private DifferenceText() {}

    /**
     * Returns a table with a line per level of a key.
     *
     * @param differences values by key, null for what one doesn't have
     * @param columns how many characters fit a line
     */
    public static String text(Map<String, String[]> differences, String first, String second, int columns) {
        List<List<String>> rows = new ArrayList<>();
        for (String heading : ORDER) {
            List<String> open = List.of();
            for (Map.Entry<String, String[]> each : differences.entrySet()) {
                if (heading(each.getKey()).equals(heading)) {
                    List<String> path = path(heading, each.getKey());
                    int shared = shared(open, path);
                    for (int level = shared; level < path.size() - 1; level++) {
                        rows.add(List.of("  ".repeat(level) + path.get(level), "", ""));
                    }
                    rows.add(List.of("  ".repeat(path.size() - 1) + path.get(path.size() - 1), shortened(each.getValue()[0]),
                            shortened(each.getValue()[1])));
                    open = path;
                }
            }
        }
        return rows.isEmpty() ? "no difference"
                : new Table("", List.of("", first, second), rows, List.of()).text(columns).stripTrailing().replaceFirst("^\\R", "");
    }

    /** Returns lists of two values by key, {@code null} for what one doesn't have. */
    public static ObjectNode json(Map<String, String[]> differences) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        differences.forEach((key, values) -> json.putArray(key).add(values[0]).add(values[1]));
        return json;
    }

    private static String heading(String key) {
        return HEADINGS.entrySet().stream().filter(each -> key.startsWith(each.getKey())).map(Map.Entry::getValue).findFirst().orElse("settings");
    }

    private static List<String> path(String heading, String key) {
        List<String> path = new ArrayList<>(List.of(heading));
        path.addAll(heading.equals("settings") ? Arrays.asList(key.split("\\.")) : List.of(key.replaceFirst("^(bundle|weights|figure) ", "")));
        return path;
    }

    /** Returns how many levels of two paths are the same, the last one of neither counted. */
    private static int shared(List<String> one, List<String> other) {
        int shared = 0;
        while (shared < Math.min(one.size(), other.size()) - 1 && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static String shortened(String value) {
        return value == null ? ABSENT : value.length() > LONG ? value.substring(0, LONG) + "..." : value;
    }
}
