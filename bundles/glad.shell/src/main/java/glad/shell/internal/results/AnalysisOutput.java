package glad.shell.internal.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.FiguresJson;
import glad.bench.results.ResultsAnalysis;
import glad.bench.results.ResultsReport;
import glad.eval.analysis.AnalysisTables;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.statistics.Verdict;
import glad.shell.Result;
import glad.shell.internal.OutputFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(arity = "0..1", hidden = true, paramLabel = "FILE")
    private Path jsonFile;

    /** Refuses a name that stands for no option. */
    void check(boolean json) {
        if (jsonFile != null && !json) {
            throw GladException.usage("unexpected \"" + jsonFile + "\"; expected options only");
        }
    }

    /** Writes the files that are asked for of a group, and returns the rest. */
    Result write(ResultsAnalysis.Request request, AnalysedGroup group, String command) throws JsonProcessingException {
        String ending = group.difference().isEmpty() ? "" : "." + group.difference().replaceAll("[^\\w.=-]+", "_");
        AnalysisTables tables = new AnalysisTables(group.analysis());
        List<PairedDifference> differences = group.differences();
        StringBuilder text = new StringBuilder(tables.ranking().text());
        StringBuilder tex = new StringBuilder(tables.ranking().latex());
        if (!differences.isEmpty()) {
            String first = differences.get(0).metric();
            List<PairedDifference> shown = differences.stream()
                    .filter(d -> group.analysis().trackers().size() == 2 || d.metric().equals(first)).toList();
            text.append(tables.differences(shown, Verdict.MARGIN).text());
            tex.append(tables.differences(differences, Verdict.MARGIN).latex());
        }
        if (attributes) {
            text.append(tables.attributes().text());
            tex.append(tables.attributes().latex());
        }
        if (perSequence) {
            text.append(tables.sequences().text());
            tex.append(tables.sequences().latex());
        }
        if (csv != null) {
            OutputFile.write(named(csv, ending), tables.csv());
        }
        if (latex != null) {
            OutputFile.write(named(latex, ending), tex.toString());
        }
        ObjectNode json = FiguresJson.of(request.dataset(), group, attributes, perSequence);
        if (report != null) {
            Path page = ResultsReport.write(group, command, request.seed(), named(report, ending));
            text.append("report: ").append(page).append(System.lineSeparator());
            json.put("report", page.toString());
        }
        if (jsonFile != null) {
            OutputFile.write(named(jsonFile, ending), new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            return new Result(JsonNodeFactory.instance.objectNode().put("json", named(jsonFile, ending).toString()), "",
                    group.problems());
        }
        return new Result(json, text.toString().stripTrailing(), group.problems());
    }

    /** Returns a file or folder, with what tells it from those of other groups before the ending of its name. */
    private static Path named(Path file, String ending) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return ending.isEmpty() ? file : file.resolveSibling(name.substring(0, dot) + ending + name.substring(dot));
    }
}
