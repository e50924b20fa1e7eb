package glad.bench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.Score;
import glad.eval.analysis.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether measured figures are a published one, but for what two runs of one tracker differ by. Of repeated runs that is the interval
 * in which 95 % of further runs lie, by Student's t of their own deviation. Of a single run nothing is known of its own: the deviation over
 * runs is between those that were seen with the steadiest and the most restless of trackers.
 *
 * @param rows one for each tracker and published figure
 */
public record ReproductionCard(List<Row> rows) {

    /** Least and largest standard deviation of a dataset's AUC over runs of one tracker that was seen, in %. */
    private static final double STEADY = 0.2;
    private static final double RESTLESS = 1.2;
    /** Published figures are rounded to one decimal. */
    private static final double ROUNDED = 0.05;
    private static final double NORMAL_95 = 1.959964;

    /** Copies the list. */
    public ReproductionCard {
        rows = List.copyOf(rows);
    }

    /** What can be said. */
    public enum Verdict {
        /** The difference lies inside what runs are expected to differ by. */
        INSIDE("inside the expected spread"),
        /** It does with restless trackers and doesn't with steady ones. */
        PERHAPS("can't tell from one run (--runs 3)"),
        /** It doesn't. */
        OUTSIDE("outside of the expected spread"),
        /** The figure covers something else. */
        NO_MATCH("not comparable");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns it in words. */
        public String text() {
            return text;
        }
    }

    /**
     * A figure beside a published one.
     *
     * @param tracker what tables call it
     * @param score of it
     * @param published what was published
     * @param low the difference that runs are expected to keep within, at the least, in the metric's unit
     * @param high the same at the most; as {@code low} where runs were repeated
     */
    public record Row(String tracker, Score score, PublishedFigure published, double low, double high) {

        /** Returns the measured figure less the published one. */
        public double difference() {
            return score.value() - published.value();
        }

        /** Returns what can be said. */
        public Verdict verdict() {
            if (!score.complete() || score.expected() != published.sequences() * score.runs() || Double.isNaN(score.value())) {
                return Verdict.NO_MATCH;
            }
            double distance = Math.abs(difference());
            return distance <= low ? Verdict.INSIDE : distance <= high ? Verdict.PERHAPS : Verdict.OUTSIDE;
        }
    }

    /** Puts every tracker of an analysis beside published figures; those of other metrics than it has are left out. */
    public static ReproductionCard of(Analysis analysis, List<PublishedFigure> published) {
        List<String> names = analysis.subjects().stream().map(MeasuredSequence::name).toList();
        List<Row> rows = new ArrayList<>();
        for (PublishedFigure figure : published) {
            if (analysis.metrics().containsKey(figure.metric())) {
                analysis.trackers().forEach(tracker -> rows.add(row(tracker, analysis.score(tracker, figure.metric(), names), figure)));
            }
        }
        return new ReproductionCard(rows);
    }

    /** The interval of the mean of n runs is t s / sqrt(n), that of one more run beside them t s sqrt(1 + 1/n). */
    static Row row(String tracker, Score score, PublishedFigure figure) {
        if (!Double.isNaN(score.interval())) {
            double own = score.interval() * Math.sqrt(score.runs() + 1.0) + ROUNDED;
            return new Row(tracker, score, figure, own, own);
        }
        double two = NORMAL_95 * Math.sqrt(2);
        return new Row(tracker, score, figure, two * STEADY + ROUNDED, two * RESTLESS + ROUNDED);
    }

    /** Returns it for people. */
    public Table table() {
        List<List<String>> lines = rows.stream().map(row -> List.of(row.tracker(), row.published().tracker(), number("%.2f", row.score().value()),
                number("%.1f", row.published().value()), number("%+.2f", row.difference()), row.low() == row.high() ? number("%.2f", row.high())
                : number("%.2f", row.low()) + " to " + number("%.2f", row.high()), row.verdict().text()
                + (row.verdict() == Verdict.NO_MATCH ? ": " + row.score().coverage() + " of " + row.published().sequences() : ""))).toList();
        List<String> notes = new ArrayList<>(rows.stream().map(row -> row.published().tracker() + ": " + row.published().source()).distinct().toList());
        notes.add("Expected: what 95 % of runs differ by at most, of repeated runs by their own deviation, else by deviations of 0.2 to 1.2 points.");
        return new Table("Reproduction", List.of("Tracker", "Published as", "Measured", "Published", "Difference", "Expected", "Verdict"), lines, notes);
    }

    /** Returns it for programs. */
    public ArrayNode json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> json.addObject().put("tracker", row.tracker()).put("published", row.published().tracker())
                .put("metric", row.published().metric()).put("measured", finite(row.score().value())).put("value", row.published().value())
                .put("difference", finite(row.difference())).put("expectedLow", row.low()).put("expectedHigh", row.high())
                .put("source", row.published().source()).put("verdict", row.verdict().name().toLowerCase(Locale.ROOT)));
        return json;
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
