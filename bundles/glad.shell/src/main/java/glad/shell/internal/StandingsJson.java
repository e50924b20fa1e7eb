package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.Score;
import glad.eval.analysis.Standing;
import java.util.List;

/** Writes trackers' figures into an object: an entry per tracker, with a value per metric. */
final class StandingsJson {

    private StandingsJson() {}

    /** Adds an entry per standing; a figure of repeated runs has its 95 % interval and their number. */
    static void put(ObjectNode node, Analysis analysis, List<Standing> standings) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (Standing standing : standings) {
            ObjectNode tracker = node.putObject(standing.tracker());
            tracker.put("coverage", standing.coverage()).put("complete", standing.complete());
            for (int i = 0; i < ids.size(); i++) {
                Score score = standing.scores().get(i);
                ObjectNode figure = tracker.withObject("/metrics").putObject(ids.get(i));
                figure.put("value", Double.isNaN(score.value()) ? null : score.value());
                if (!Double.isNaN(score.interval())) {
                    figure.put("interval95", score.interval()).put("runs", score.runs());
                }
                figure.put("measured", score.measured()).put("expected", score.expected());
            }
        }
    }
}
