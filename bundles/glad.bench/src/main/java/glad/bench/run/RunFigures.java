package glad.bench.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.RankedTracker;
import java.util.Collection;
import java.util.List;

/** The figures that a run's folder keeps, {@code figures.json}, so that many runs can be listed without being measured again. */
public final class RunFigures {

    /** The file's name. */
    public static final String FILE = "figures.json";

    private RunFigures() {}

    /**
     * Returns them: the data, the coverage, and each metric's value where it could be measured.
     *
     * @param data what tables call the dataset
     * @param standing of the run's tracker
     * @param metrics ids, in the order of the standing's scores
     */
    public static String of(String data, RankedTracker standing, Collection<String> metrics) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", data).put("coverage", standing.coverage());
        ObjectNode values = json.putObject("metrics");
        List<String> ids = List.copyOf(metrics);
        for (int i = 0; i < ids.size(); i++) {
            double value = standing.scores().get(i).value();
            if (!Double.isNaN(value)) {
                values.put(ids.get(i), value);
            }
        }
        return json.toPrettyString() + "\n";
    }
}
