package glad.eval.analysis;

import glad.base.CsvCell;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A comparison as tables for people, and as lines for programs. */
public final class ComparisonTables {

    private static final String NOTHING = "-";

    private ComparisonTables() {}

    /** Returns the answer: a row per variant. */
    public static Table answer(Comparison comparison) {
        return answer(comparison, Verdict::text, List.of());
    }

    /** Returns the answer for a paper, whose columns are narrow. */
    public static Table paper(Comparison comparison) {
        return answer(comparison, Verdict::mark, List.of(String.format(Locale.ROOT, Verdict.MARKS, comparison.margin())));
    }

    private static Table answer(Comparison comparison, Function<Verdict, String> said, List<String> marks) {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison.Row row : comparison.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.label(), number("%.2f", row.value())));
            if (row.estimate().isPresent()) {
                Estimate estimate = row.estimate().get();
                cells.addAll(List.of(number("%+.2f", estimate.difference()), number("%+.2f", estimate.interval().low()) + " .. "
                        + number("%+.2f", estimate.interval().high()), number("%.4f", row.adjusted()),
                        estimate.won() + "/" + estimate.tied() + "/" + estimate.lost(),
                        said.apply(row.verdict(comparison.metric().direction(), comparison.margin()).orElseThrow())));
            } else {
                cells.addAll(List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING));
            }
            rows.add(cells);
        }
        List<String> notes = new ArrayList<>(List.of("difference to " + comparison.baseline() + "; p after Holm; sequences won/tied/lost"));
        notes.addAll(marks);
        notes.addAll(comparison.remarks());
        return new Table(comparison.metric().name() + " on " + comparison.data(), List.of("variant", "value", "difference", "95 % interval", "p",
                "won/tied/lost", "verdict"), rows, notes,
                Table.best(1, comparison.rows().stream().mapToDouble(Comparison.Row::value).toArray(), comparison.metric().direction()));
    }

    /** Returns how differences change with properties of sequences. */
    public static Table slices(Comparison comparison) {
        return new Table("Where, on " + comparison.data(), List.of("variant", "sequences", "n", "difference", "inside - outside", "95 % interval"),
                comparison.slices().stream().map(slice -> List.of(slice.label(), slice.property(), Integer.toString(slice.inside()),
                        number("%+.2f", slice.difference()), number("%+.2f", slice.contrast()), number("%+.2f", slice.interval().low()) + " .. "
                        + number("%+.2f", slice.interval().high()))).toList(),
                List.of("intervals of slices aren't corrected for their number"));
    }

    /** Returns every row in full precision, with a heading. */
    public static String csv(List<Comparison> comparisons) {
        StringBuilder text = new StringBuilder("data,metric,variant,value,runs,difference,low,high,p,p_holm,won,tied,lost,identical,results,verdict\n");
        for (Comparison comparison : comparisons) {
            for (Comparison.Row row : comparison.rows()) {
                List<String> cells = new ArrayList<>(List.of(comparison.data(), comparison.metric().name(), row.label(),
                        plain(row.value()), Integer.toString(row.runs())));
                if (row.estimate().isPresent()) {
                    Estimate e = row.estimate().get();
                    cells.addAll(List.of(plain(e.difference()), plain(e.interval().low()), plain(e.interval().high()), plain(e.p()),
                            plain(row.adjusted()), Integer.toString(e.won()), Integer.toString(e.tied()), Integer.toString(e.lost())));
                } else {
                    cells.addAll(List.of("", "", "", "", "", "", "", ""));
                }
                cells.addAll(List.of(Integer.toString(row.identical()), Integer.toString(row.results()),
                        row.verdict(comparison.metric().direction(), comparison.margin()).map(v -> v.text()).orElse("")));
                text.append(String.join(",", cells.stream().map(ComparisonTables::quoted).toList())).append('\n');
            }
        }
        return text.toString();
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
    }

    private static String plain(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String quoted(String text) {
        String cell = text.matches("[-+0-9.E]*") ? text : CsvCell.plain(text);
        return cell.matches("[^,\"\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
