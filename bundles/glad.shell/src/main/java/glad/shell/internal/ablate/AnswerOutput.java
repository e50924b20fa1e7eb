package glad.shell.internal.ablate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.ablate.SweepAnswer;
import glad.ablate.SweepPlan;
import glad.eval.analysis.Comparison;
import glad.eval.analysis.ComparisonTables;
import glad.eval.analysis.Table;
import glad.shell.Result;
import glad.shell.internal.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is shown and written of an ablation's answer, as the options ask. */
final class AnswerOutput {

    @Option(names = "--all-metrics", description = "Show a table for every metric; otherwise for the first only. Files have all.")
    private boolean allMetrics;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write every row in full precision.")
    private Path csv;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the tables in Markdown.")
    private Path markdown;

    @Option(names = "--latex", paramLabel = "FILE", description = "Write the tables for LaTeX (booktabs).")
    private Path latex;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.html with forest plots of the differences.")
    private Path report;

    /** Writes the files that are asked for, and returns the rest. */
    Result write(SweepPlan plan, List<Comparison> comparisons, int columns) {
        if (csv != null) {
            OutputFile.write(csv, ComparisonTables.csv(comparisons));
        }
        if (markdown != null) {
            OutputFile.write(markdown, texts(comparisons, ComparisonTables::answer, Table::markdown, "\n"));
        }
        if (latex != null) {
            OutputFile.write(latex, texts(comparisons, ComparisonTables::paper, Table::latex, ""));
        }
        List<Comparison> shown = allMetrics ? comparisons
                : comparisons.stream().filter(c -> c.metric().name().equals(comparisons.get(0).metric().name())).toList();
        StringBuilder text = new StringBuilder(texts(shown, ComparisonTables::answer, table -> table.text(columns), System.lineSeparator()));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("sweep", plan.sweep().name()).put("cells", plan.cells().size())
                .put("finished", plan.finished().size());
        ArrayNode tables = json.putArray("comparisons");
        comparisons.forEach(comparison -> tables.add(json(comparison)));
        if (report != null) {
            Path page = report.resolve("report.html");
            SweepAnswer.report(plan, comparisons, page);
            text.append("report: ").append(page);
            json.put("report", page.toString());
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private static String texts(List<Comparison> comparisons, Function<Comparison, Table> answer, Function<Table, String> form, String between) {
        return comparisons.stream().flatMap(comparison -> Stream.concat(Stream.of(answer.apply(comparison)),
                Stream.of(ComparisonTables.slices(comparison)).filter(table -> !table.rows().isEmpty()))).map(form)
                .collect(Collectors.joining(between));
    }

    private static ObjectNode json(Comparison comparison) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("data", comparison.data()).put("metric", comparison.metric().name())
                .put("margin", comparison.margin());
        for (Comparison.Row row : comparison.rows()) {
            ObjectNode node = json.withArray("rows").addObject().put("variant", row.label()).put("value", number(row.value()))
                    .put("runs", row.runs()).put("identical", row.identical()).put("results", row.results());
            row.estimate().ifPresent(e -> node.put("difference", number(e.difference())).put("low", number(e.interval().low()))
                    .put("high", number(e.interval().high())).put("p", number(e.p())).put("pHolm", number(row.adjusted())).put("won", e.won())
                    .put("tied", e.tied()).put("lost", e.lost()));
            row.verdict(comparison.metric().direction(), comparison.margin()).ifPresent(verdict -> node.put("verdict", verdict.text()));
        }
        comparison.slices().forEach(slice -> json.withArray("slices").addObject().put("variant", slice.label()).put("property", slice.property())
                .put("inside", slice.inside()).put("difference", number(slice.difference())).put("contrast", number(slice.contrast()))
                .put("low", number(slice.interval().low())).put("high", number(slice.interval().high())));
        comparison.remarks().forEach(json.withArray("remarks")::add);
        return json;
    }

    private static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
