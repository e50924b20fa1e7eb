package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.eval.Metric;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.PairedBootstrap;
import glad.eval.analysis.statistics.Sample;
import glad.shell.Result;
import glad.train.WordEffect.Said;
import glad.train.WordEffect.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of {@code words}: mean overlaps by template and sentence, and their differences with intervals over pairs. */
final class WordTexts {

    /** What is compared, the first minus the second. */
    private static final List<List<Said>> DIFFERENCES = List.of(List.of(Said.RIGHT, Said.WRONG), List.of(Said.RIGHT, Said.NONE),
            List.of(Said.RIGHT, Said.SHUFFLED), List.of(Said.RIGHT, Said.OFF));

    private final Metric overlap;
    private final PairedBootstrap bootstrap;

    /**
     * Makes one.
     *
     * @param overlap a metric in per cent that is a mean over what is measured
     * @param seed of the bootstrap's draws
     */
    WordTexts(Metric overlap, long seed) {
        this.overlap = overlap;
        bootstrap = new PairedBootstrap(seed, PairedBootstrap.DRAWS);
    }

    /** Returns what was measured as text and as JSON. */
    Result of(String experiment, int pairs, Map<Shown, Map<Said, double[]>> effects) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment).put("pairs", pairs);
        StringBuilder text = new StringBuilder(String.format("%-12s", "template"));
        for (Said said : Said.values()) {
            text.append(String.format("%10s", name(said)));
        }
        effects.forEach((shown, columns) -> means(name(shown), columns, json.putObject(name(shown)), text));
        effects.forEach((shown, columns) -> differences(name(shown), columns, json.withObject("/" + name(shown)), text));
        return new Result(json, text.toString());
    }

    private void means(String shown, Map<Said, double[]> columns, ObjectNode json, StringBuilder text) {
        text.append(String.format("%n%-12s", shown));
        columns.forEach((said, values) -> {
            double[] weights = new double[values.length];
            Arrays.fill(weights, 1);
            double mean = overlap.aggregate(values, weights);
            json.put(name(said), mean);
            text.append(String.format(Locale.ROOT, "%10.1f", mean));
        });
    }

    private void differences(String shown, Map<Said, double[]> columns, ObjectNode row, StringBuilder text) {
        ObjectNode json = row.putObject("differences");
        text.append(String.format("%n%n%s, difference of the mean overlap and its 95 %% interval", shown));
        for (List<Said> two : DIFFERENCES) {
            Estimate estimate = bootstrap.compare(overlap, Sample.of(columns.get(two.get(0))), Sample.of(columns.get(two.get(1))), true);
            String what = name(two.get(0)) + " - " + name(two.get(1));
            json.putObject(what).put("difference", estimate.difference()).put("low", estimate.interval().low())
                    .put("high", estimate.interval().high());
            text.append(String.format(Locale.ROOT, "%n  %-18s %+6.2f [%+.2f, %+.2f]", what, estimate.difference(),
                    estimate.interval().low(), estimate.interval().high()));
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
