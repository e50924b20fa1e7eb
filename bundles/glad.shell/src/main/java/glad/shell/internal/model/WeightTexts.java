package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.experiment.WeightNeed;
import glad.nn.weights.LoadReport;
import glad.runtime.WeightReport;
import glad.shell.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Weights in words and as objects: which are there, and what each file fills. */
final class WeightTexts {

    private static final int SHOWN = 3;

    private WeightTexts() {}

    /** Adds what an experiment names and what is there of it. */
    static void add(WeightNeed need, ObjectNode json, StringBuilder text) {
        json.put("reference", need.reference()).put("met", need.met());
        text.append(String.format(Locale.ROOT, "  %-8s %s%n", need.met() ? "there" : "missing", need.reference()));
        ArrayNode found = json.putArray("files");
        for (WeightNeed.FoundFile file : need.files()) {
            String types = file.tensors().entrySet().stream().map(e -> e.getValue() + " " + e.getKey())
                    .collect(Collectors.joining(", "));
            ObjectNode node = found.addObject().put("path", file.path()).put("bytes", file.bytes())
                    .put("sha256", file.sha256()).put("format", file.format());
            file.tensors().forEach(node.putObject("tensors")::put);
            text.append(String.format(Locale.ROOT, "           %s: %,d bytes, SHA-256 %s%s%n", file.path(), file.bytes(),
                    file.sha256(), types.isEmpty() ? "" : ", " + file.format() + ", tensors: " + types));
        }
        if (!need.met()) {
            json.put("problem", need.problem()).put("source", need.source());
            text.append(String.format(Locale.ROOT, "           %s%n", need.problem()));
            if (!need.source().isEmpty()) {
                text.append(String.format(Locale.ROOT, "           people get it from %s%n", need.source()));
            }
        }
    }

    /** Returns what each file of an experiment gave, and what is wrong with that. */
    static Result of(String experiment, WeightReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment);
        StringBuilder text = new StringBuilder(experiment + System.lineSeparator()
                + String.format("%8s %8s %10s %11s %8s  %s%n", "filled", "missing", "misshapen", "unexpected", "skipped", "file"));
        ArrayNode list = json.putArray("files");
        for (WeightReport.OfFile file : report.files()) {
            LoadReport found = file.report();
            ObjectNode node = list.addObject().put("reference", file.reference()).put("file", file.file())
                    .put("filled", found.loaded().size());
            file.lacking().forEach(node.putArray("missing")::add);
            found.misshapen().forEach(node.putArray("misshapen")::add);
            found.unexpected().forEach(node.putArray("unexpected")::add);
            file.skipped().forEach(node.putObject("skipped")::put);
            text.append(String.format("%8d %8d %10d %11d %8d  %s%n", found.loaded().size(), file.lacking().size(),
                    found.misshapen().size(), found.unexpected().size(), file.skipped().size(), file.file()));
            some(text, "missing", file.lacking());
            some(text, "misshapen", found.misshapen());
            some(text, "unexpected", found.unexpected());
            some(text, "skipped", file.skipped().entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
        }
        report.missing().forEach(json.putArray("missing")::add);
        List<String> problems = report.problems();
        problems.forEach(json.putArray("problems")::add);
        json.put("parameters", report.parameters()).put("complete", problems.isEmpty());
        text.append(String.format("%d of %d parameters filled", report.parameters() - report.missing().size(), report.parameters()));
        return new Result(json, text.toString(), problems);
    }

    private static void some(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append(String.format("%51s%s: %s%s%n", "", what, String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                    names.size() > SHOWN ? ", ..." : ""));
        }
    }
}
