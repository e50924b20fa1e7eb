package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Table;
import glad.runs.StoredRun;
import java.util.List;
import java.util.Locale;

/** Runs for people and for programs. */
final class RunTexts {

    private static final String SUCCESS = "success";
    private static final int DAY = 10;

    private RunTexts() {}

    static String table(List<StoredRun> runs, int limit, int columns) {
        if (runs.isEmpty()) {
            return "no runs";
        }
        List<List<String>> rows = runs.stream().limit(limit).map(run -> List.of(run.id(), String.join(",", run.tags()),
                run.facts().getOrDefault("date", "").replaceFirst("T.*", ""), figure(run))).toList();
        String text = new Table("", List.of("run", "tags", "date", "AUC"), rows, List.of()).text(columns).stripTrailing().replaceFirst("^\\R", "");
        return runs.size() <= limit ? text : text + System.lineSeparator() + limit + " of " + runs.size() + " are shown; --limit shows more";
    }

    private static String figure(StoredRun run) {
        Double auc = run.figures().get(SUCCESS);
        return auc == null || auc.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", auc);
    }

    static String lines(StoredRun run) {
        StringBuilder text = new StringBuilder(run.id()).append(System.lineSeparator());
        run.facts().forEach((key, value) -> line(text, key, value));
        run.figures().forEach((key, value) -> line(text, key, String.format(Locale.ROOT, "%.2f", value)));
        line(text, "tags", String.join(", ", run.tags()));
        line(text, "note", run.note());
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-" + DAY + "s  %s", key, value)).append(System.lineSeparator());
        }
    }

    static ObjectNode json(StoredRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", run.id());
        run.facts().forEach(json::put);
        run.figures().forEach((key, value) -> json.withObject("/figures").put(key, value.isNaN() ? null : value));
        run.tags().forEach(json.withArray("tags")::add);
        return run.note().isEmpty() ? json : json.put("note", run.note());
    }
}
