package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Table;
import glad.runs.StoredRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs for people and for programs. */
final class RunTexts {

    private static final String SUCCESS = "success";
    private static final String RUN = "run";

    private RunTexts() {}

    static String table(List<StoredRun> runs, int limit, int columns) {
        if (runs.isEmpty()) {
            return "no runs";
        }
        List<StoredRun> shown = runs.stream().limit(limit).toList();
        // What a run is called is part of most ids; of a sweep's cell it is the variant, which isn't.
        List<String> facts = shown.stream().anyMatch(run -> !run.id().contains(fact(run, RUN))) ? List.of(RUN, "dataset", "seed") : List.of("dataset", "seed");
        List<List<String>> rows = shown.stream().map(run -> Stream.of(Stream.of(run.id()), facts.stream().map(key -> fact(run, key)),
                Stream.of(String.join(",", run.tags()), fact(run, "date").replaceFirst("T.*", ""), figure(run))).flatMap(cells -> cells).toList()).toList();
        List<String> heading = Stream.of(Stream.of("id"), facts.stream(), Stream.of("tags", "date", "AUC")).flatMap(cells -> cells).toList();
        String text = new Table("", heading, rows, List.of()).text(columns).stripTrailing().replaceFirst("^\\R", "");
        return runs.size() <= limit ? text : text + System.lineSeparator() + limit + " of " + runs.size() + " are shown; --limit shows more";
    }

    private static String fact(StoredRun run, String key) {
        return run.facts().getOrDefault(key, "");
    }

    private static String figure(StoredRun run) {
        Double auc = run.figures().get(SUCCESS);
        return auc == null || auc.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", auc);
    }

    static String lines(StoredRun run) {
        Map<String, String> lines = new LinkedHashMap<>(run.facts());
        run.figures().forEach((key, value) -> lines.put(key, String.format(Locale.ROOT, "%.2f", value)));
        lines.put("tags", String.join(", ", run.tags()));
        lines.put("note", run.note());
        lines.values().removeIf(String::isEmpty);
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(1);
        return lines.entrySet().stream().map(e -> String.format(Locale.ROOT, "  %-" + width + "s  %s", e.getKey(), e.getValue()))
                .collect(Collectors.joining(System.lineSeparator(), run.id() + System.lineSeparator(), ""));
    }

    static ObjectNode json(StoredRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", run.id());
        run.facts().forEach(json::put);
        run.figures().forEach((key, value) -> json.withObject("/figures").put(key, value.isNaN() ? null : value));
        run.tags().forEach(json.withArray("tags")::add);
        return run.note().isEmpty() ? json : json.put("note", run.note());
    }
}
