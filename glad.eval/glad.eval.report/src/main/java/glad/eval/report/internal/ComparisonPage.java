package glad.eval.report.internal;

import glad.eval.analysis.Comparison;
import glad.eval.analysis.ComparisonTables;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the template {@code comparison.mustache} shows. */
public final class ComparisonPage {

    private static final double WIDTH = 300;
    private static final double EDGE = 10;

    final String title;
    final String description;
    final List<Section> sections;

    /** Prepares the page. */
    public ComparisonPage(String title, String description, List<Comparison> comparisons) {
        this.title = title;
        this.description = description;
        sections = comparisons.stream().map(ComparisonPage::section).toList();
    }

    /** Returns the page. */
    public String html() {
        return Templates.fill("comparison.mustache", this);
    }

    /** A table with its plot. */
    record Section(String heading, List<String> notes, String zero, String left, String right, List<Line> lines, List<Cells> slices, boolean sliced) {}

    /** A variant; the positions are in the plot's units. */
    record Line(String label, String value, String difference, String interval, String p, String tally, String verdict, String colour,
            boolean drawn, String from, String to, String at) {}

    /** A row of the second table. */
    record Cells(List<String> cells) {}

    private static Section section(Comparison comparison) {
        double reach = comparison.rows().stream().flatMap(row -> row.estimate().stream()).map(Estimate::interval)
                .mapToDouble(i -> Math.max(Math.abs(i.low()), Math.abs(i.high()))).filter(Double::isFinite).max().orElse(1);
        double most = Math.max(reach, comparison.margin());
        List<Line> lines = new ArrayList<>();
        comparison.rows().forEach(row -> lines.add(line(comparison, row, most)));
        return new Section(comparison.metric().name() + " on " + comparison.data(), ComparisonTables.answer(comparison).notes(), place(0, most),
                place(-comparison.margin(), most), number("%.1f", 2 * comparison.margin() / (2 * most) * (WIDTH - 2 * EDGE)), lines,
                ComparisonTables.slices(comparison).rows().stream().map(Cells::new).toList(), !comparison.slices().isEmpty());
    }

    private static Line line(Comparison comparison, Comparison.Row row, double most) {
        String value = number("%.2f", row.value());
        if (row.estimate().isEmpty()) {
            return new Line(row.label(), value, "", "", "", "", "", "", false, "", "", "");
        }
        Estimate e = row.estimate().get();
        Verdict verdict = row.verdict(comparison.metric().direction(), comparison.margin()).orElseThrow();
        return new Line(row.label(), value, number("%+.2f", e.difference()), number("%+.2f", e.interval().low()) + " to "
                + number("%+.2f", e.interval().high()), Double.isNaN(row.adjusted()) ? "–" : number("%.4f", row.adjusted()),
                e.won() + " / " + e.tied() + " / " + e.lost(), verdict.text(), switch (verdict.answer()) {
                    case BETTER -> "#0a7d4f";
                    case WORSE -> "#b42318";
                    case EQUAL -> "#2457a7";
                    case UNKNOWN -> "#6b7280";
                }, Double.isFinite(e.interval().low()), place(e.interval().low(), most), place(e.interval().high(), most), place(e.difference(), most));
    }

    private static String place(double value, double most) {
        return number("%.1f", EDGE + (value + most) / (2 * most) * (WIDTH - 2 * EDGE));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
