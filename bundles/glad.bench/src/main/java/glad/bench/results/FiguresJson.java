package glad.bench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.RankedTracker;
import glad.eval.analysis.Score;
import glad.eval.analysis.statistics.Verdict;
import java.util.List;

/** Writes figures into objects; one that couldn't be measured is null. */
public final class FiguresJson {

    private FiguresJson() {}

    /**
     * Returns all figures of analysed results.
     *
     * @param dataset the dataset's id
     * @param attributes whether those by attribute are in it
     * @param sequences whether those by sequence are in it
     */
    public static ObjectNode of(String dataset, AnalysedGroup group, boolean attributes, boolean sequences) {
        Analysis analysis = group.analysis();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("dataset", dataset).put("data", group.title()).put("rules", analysis.rules().name())
                .put("sequences", analysis.subjects().size());
        put(root.putObject("trackers"), analysis, analysis.standings());
        group.differences().forEach(d -> root.withArray("differences").addObject().put("better", d.better())
                .put("than", d.than()).put("metric", d.metric()).put("difference", d.estimate().difference())
                .put("low", d.estimate().interval().low()).put("high", d.estimate().interval().high())
                .put("p", number(d.estimate().p())).put("pHolm", number(d.adjusted())).put("sequences", d.estimate().sequences())
                .put("won", d.estimate().won()).put("tied", d.estimate().tied()).put("lost", d.estimate().lost())
                .put("verdict", d.verdict(analysis.metrics().get(d.metric()).direction(), Verdict.MARGIN).text()));
        if (attributes) {
            analysis.attributes().forEach((name, some) ->
                    put(root.withObject("/attributes").putObject(name), analysis, analysis.standings(some)));
        }
        if (sequences) {
            analysis.subjects().forEach(subject -> put(root.withObject("/perSequence").putObject(subject.name()), analysis,
                    analysis.standings(List.of(subject.name()))));
        }
        ArrayNode problems = root.putArray("problems");
        group.problems().forEach(problems::add);
        if (!group.edges().isEmpty()) {
            root.put("remark", group.edges());
        }
        analysis.remarks().forEach(root.withArray("remarks")::add);
        return root;
    }

    /** Adds an entry per standing; a figure of repeated runs has its 95 % interval and their number. */
    public static void put(ObjectNode node, Analysis analysis, List<RankedTracker> standings) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (RankedTracker standing : standings) {
            ObjectNode tracker = node.putObject(standing.tracker());
            tracker.put("coverage", standing.coverage()).put("complete", standing.complete());
            for (int i = 0; i < ids.size(); i++) {
                Score score = standing.scores().get(i);
                ObjectNode figure = tracker.withObject("/metrics").putObject(ids.get(i));
                figure.put("value", number(score.value()));
                if (!Double.isNaN(score.interval())) {
                    figure.put("interval95", score.interval()).put("runs", score.runs());
                }
                figure.put("measured", score.measured()).put("expected", score.expected());
            }
        }
    }

    /** Adds a standing's bare values by metric. */
    public static void values(ObjectNode node, Analysis analysis, RankedTracker standing) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (int i = 0; i < ids.size(); i++) {
            node.put(ids.get(i), number(standing.scores().get(i).value()));
        }
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
