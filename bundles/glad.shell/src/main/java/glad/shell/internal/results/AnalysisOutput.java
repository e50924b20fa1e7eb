package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.FiguresJson;
import glad.bench.results.PublishedFigure;
import glad.bench.results.ReproductionCard;
import glad.bench.results.ResultsAnalysis;
import glad.bench.results.ResultsReport;
import glad.eval.analysis.AnalysisTables;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.statistics.Verdict;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is shown and written of an analysis, as the options ask. */
final class AnalysisOutput {

    @Option(names = "--attributes", description = "Also by attribute.")
    private boolean attributes;

    @Option(names = "--per-sequence", description = "Also by sequence.")
    private boolean perSequence;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write every figure in full precision.")
    private Path csv;

    @Option(names = "--latex", paramLabel = "FILE", description = "Write the tables for LaTeX (booktabs).")
    private Path latex;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.html and the plots as SVG and PNG.")
    private Path report;

    @Option(names = "--published", paramLabel = "NAME", description = "Also say whether figures are those published of this tracker, such as GLAD-B256,"
            + " but for what runs are expected to differ by.")
    private String published;

    /** Tells whether a report is asked for. */
    boolean reports() {
        return report != null;
    }

    /**
     * Writes the files that are asked for of a group, and returns the rest.
     *
     * @param command whose options these are
     * @param strips what the report shows in place of the best tracker's worst sequences; empty for these
     */
    Result write(ResultsAnalysis.Request request, AnalysedGroup group, ShellCommand command, List<ResultsReport.Strip> strips) {
        Optional<ReproductionCard> card = Optional.ofNullable(published)
                .map(name -> ReproductionCard.of(group.analysis(), PublishedFigure.of(name, request.dataset())));
        int columns = command.columns();
        AnalysisTables tables = new AnalysisTables(group.analysis());
        List<PairedDifference> differences = group.differences();
        StringBuilder text = new StringBuilder(tables.ranking().text(columns));
        StringBuilder tex = new StringBuilder(tables.ranking().latex());
        if (!differences.isEmpty()) {
            String first = differences.get(0).metric();
            List<PairedDifference> shown = differences.stream()
                    .filter(d -> group.analysis().trackers().size() == 2 || d.metric().equals(first)).toList();
            text.append(tables.differences(shown, Verdict.MARGIN).text(columns));
            tex.append(tables.paperDifferences(differences, Verdict.MARGIN).latex());
        }
        if (attributes) {
            text.append(tables.attributes().text(columns));
            tex.append(tables.attributes().latex());
        }
        if (perSequence) {
            text.append(tables.sequences().text(columns));
            tex.append(tables.sequences().latex());
        }
        card.map(ReproductionCard::table).ifPresent(table -> {
            text.append(table.text(columns));
            tex.append(table.latex());
        });
        if (csv != null) {
            OutputFile.write(named(csv, group), tables.csv());
        }
        if (latex != null) {
            OutputFile.write(named(latex, group), tex.toString());
        }
        ObjectNode json = FiguresJson.of(request.dataset(), group, attributes, perSequence);
        card.ifPresent(own -> json.set("reproduction", own.json()));
        if (report != null) {
            Path page = ResultsReport.write(group, command.commandLine(), request.seed(), strips, named(report, group));
            text.append("report: ").append(page).append(System.lineSeparator());
            json.put("report", page.toString());
        }
        return new Result(json, text.toString().stripTrailing(), group.problems());
    }

    /** Returns a file or folder, with what tells it from those of other groups before the ending of its name. */
    static Path named(Path file, AnalysedGroup group) {
        String ending = group.difference().isEmpty() ? "" : "." + group.difference().replaceAll("[^\\w.=-]+", "_");
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return ending.isEmpty() ? file : file.resolveSibling(name.substring(0, dot) + ending + name.substring(dot));
    }
}
