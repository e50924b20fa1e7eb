package glad.shell.internal.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.EvaluationRun;
import glad.bench.results.FiguresJson;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.AnalysisTables;
import glad.shell.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluations in words and as objects. */
final class EvaluationTexts {

    private static final int NAME = 36;
    private static final int FIGURE = 20;

    private EvaluationTexts() {}

    /** Returns a row per sequence and tracker, the trackers' own rows last. */
    static String table(EvaluationRun run, int columns) {
        return new AnalysisTables(run.analysis()).run(run.tracker()).text(NAME, FIGURE, columns);
    }

    /** Returns everything as an object, the figures as {@link FiguresJson} has them. */
    static ObjectNode json(EvaluationRun run) {
        ObjectNode root = FiguresJson.of(run.plan().dataset(), run.analysis());
        FiguresJson.sequences(root, run.analysis());
        root.put("startedFromCache", run.startedFromCache());
        run.problems().forEach(root.putArray("problems")::add);
        root.put("report", run.folder().resolve("report.html").toString());
        root.set("provenance", new JsonMapper().valueToTree(run.provenance()));
        return root;
    }

    /** Returns a run that is done. */
    static Result measured(EvaluationRun run, Path page, int columns) {
        return new Result(json(run), table(run, columns) + "report: " + page, run.problems());
    }

    /** Returns a run on a dataset that doesn't publish its ground-truth boxes. */
    static Result unmeasured(String dataset, EvaluationRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("measured", false).put("results", run.folder().toString());
        run.problems().forEach(json.putArray("problems")::add);
        return new Result(json, dataset + " doesn't publish its ground-truth boxes, so there is nothing to measure by; results: "
                + run.folder().resolve("results") + "; ./glad export-results puts them into the benchmark's format", run.problems());
    }

    /** Returns a run that was stopped. */
    static Result stopped(String dataset, EvaluationRun run) {
        Path results = run.folder().resolve("results");
        String coverage = run.result().coverage();
        return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true).put("results", results.toString())
                .put("finished", coverage), dataset + ": stopped with " + coverage + " finished in " + results
                + "; the same command goes on with the others", List.of(dataset + " was stopped before its last sequence"));
    }

    /**
     * Returns several runs in one; a single one as it is.
     *
     * @param results by dataset, with the number of a repetition behind it
     * @param repeated runs that are repetitions, by dataset; may be empty
     * @param columns how many characters fit a line
     */
    static Result together(Map<String, Result> results, Map<String, List<EvaluationRun>> repeated, int columns) {
        if (results.size() == 1) {
            return results.values().iterator().next();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode each = json.putObject("datasets");
        StringBuilder text = new StringBuilder();
        List<String> problems = new ArrayList<>();
        results.forEach((id, result) -> {
            each.set(id, result.json());
            text.append(text.isEmpty() ? "" : System.lineSeparator()).append(id).append(':')
                    .append(System.lineSeparator())
                    .append(result.text());
            result.problems().forEach(problem -> problems.add(id + ": " + problem));
        });
        repeated.forEach((id, runs) -> {
            Analysis analysis = Analysis.together(runs.stream().map(EvaluationRun::analysis).toList()).withoutEmptyMetrics();
            FiguresJson.put(json.withObject("/repeated").putObject(id), analysis, analysis.standings());
            text.append(System.lineSeparator()).append(new AnalysisTables(analysis).ranking().text(columns).stripTrailing());
        });
        return new Result(json, text.toString(), problems);
    }
}
