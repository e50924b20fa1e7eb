package glad.bench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.RankedTracker;
import glad.eval.analysis.Score;
import glad.eval.analysis.statistics.Verdict;
import java.util.List;

/**
 * Writes figures into objects, of one shape wherever figures are written:
 *
 * <pre>
 * {"dataset": "otb100", "data": "otb100", "rules": "general", "sequences": 6,
 *  "trackers": {"glad-nano": {"coverage": "6/6", "complete": true,
 *    "metrics": {"success": {"value": 61.2, "interval95": 0.4, "runs": 3, "measured": 6, "expected": 6}}}},
 *  "attributes": {"blur": {"glad-nano": ...}}, "perSequence": {"Couple": {"glad-nano": ...}},
 *  "differences": [...], "problems": [], "remarks": []}
 * </pre>
 *
 * {@code value} is in the metric's unit, null if it couldn't be measured; {@code interval95} (half the width of the 95 % interval of the
 * mean) and {@code runs} are there for repeated runs; {@code measured} of {@code expected} sequences are in it. {@code mark} says what
 * a tracker's figures must not be taken for.
 */
public final class FiguresJson {

    private FiguresJson() {}

    /**
     * Returns the figures of trackers side by side, without {@code attributes}, {@code perSequence} and {@code differences}.
     *
     * @param dataset the dataset's id
     */
    public static ObjectNode of(String dataset, Analysis analysis) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("dataset", dataset).put("data", analysis.dataset()).put("rules", analysis.rules().name())
                .put("sequences", analysis.subjects().size());
        put(root.putObject("trackers"), analysis, analysis.standings());
        analysis.remarks().forEach(root.withArray("remarks")::add);
        return root;
    }

    /**
     * Returns all figures of analysed results.
     *
     * @param dataset the dataset's id
     * @param attributes whether those by attribute are in it
     * @param sequences whether those by sequence are in it
     */
    public static ObjectNode of(String dataset, AnalysedGroup group, boolean attributes, boolean sequences) {
        Analysis analysis = group.analysis();
        ObjectNode root = of(dataset, analysis);
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
            sequences(root, analysis);
        }
        ArrayNode problems = root.putArray("problems");
        group.problems().forEach(problems::add);
        if (!group.edges().isEmpty()) {
            root.put("remark", group.edges());
        }
        return root;
    }

    /** Adds the figures by sequence. */
    public static void sequences(ObjectNode root, Analysis analysis) {
        ObjectNode each = root.putObject("perSequence");
        analysis.subjects().forEach(subject ->
                put(each.putObject(subject.name()), analysis, analysis.standings(List.of(subject.name()))));
    }

    /** Adds an entry per standing; a figure of repeated runs has its 95 % interval and their number. */
    public static void put(ObjectNode node, Analysis analysis, List<RankedTracker> standings) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (RankedTracker standing : standings) {
            ObjectNode tracker = node.putObject(standing.tracker());
            tracker.put("coverage", standing.coverage()).put("complete", standing.complete());
            if (analysis.marks().containsKey(standing.tracker())) {
                tracker.put("mark", analysis.marks().get(standing.tracker()));
            }
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

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
