package glad.eval.analysis;

import glad.api.eval.Metric;
import glad.base.CsvCell;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of an analysis, with coverage beside the figures. */
public final class AnalysisTables {

    private static final String NOTHING = "-";

    private final Analysis analysis;
    private final List<Metric> metrics;

    /** @param analysis what the tables show */
    public AnalysisTables(Analysis analysis) {
        this.analysis = analysis;
        this.metrics = List.copyOf(analysis.metrics().values());
    }

    /** Returns the ranking over all sequences. */
    public Table ranking() {
        List<RankedTracker> standings = analysis.standings();
        List<String> notes = new ArrayList<>(List.of("rules: " + analysis.rules().name()));
        if (standings.stream().anyMatch(standing -> !standing.complete())) {
            notes.add("PARTIAL: figures cover only the sequences that have a result.");
        }
        notes.addAll(analysis.remarks());
        return new Table(analysis.dataset(), heading("Tracker"), standings.stream().map(this::row).toList(), notes, best(standings));
    }

    /** A tracker that wasn't measured on everything is no match for the others, and another machine's speed for none. */
    private Set<Table.Place> best(List<RankedTracker> standings) {
        Set<Table.Place> best = new HashSet<>();
        for (int m = 0; m < metrics.size(); m++) {
            int metric = m;
            if (!metrics.get(m).ofMachine()) {
                best.addAll(Table.best(2 + m, standings.stream().mapToDouble(standing -> standing.complete() ? standing.scores().get(metric).value()
                        : Double.NaN).toArray(), metrics.get(m).direction()));
            }
        }
        return best;
    }

    /** Returns one ranking after the other: of the sequences with each attribute. */
    public Table attributes() {
        return grouped("By attribute", analysis.attributes());
    }

    /** Returns one ranking after the other: of each sequence alone. */
    public Table sequences() {
        List<List<String>> rows = new ArrayList<>();
        List<String> measured = analysis.measured();
        measured.forEach(name -> rows.addAll(group(name, List.of(name))));
        int folded = analysis.subjects().size() - measured.size();
        return new Table("By sequence", heading("Sequence", "Tracker"), rows,
                folded == 0 ? List.of() : List.of(folded + " of " + analysis.subjects().size() + " have no result and aren't shown."));
    }

    /** Returns a tracker's figures for each sequence that it was measured on, and below them those of every tracker over all. */
    public Table run(String tracker) {
        List<String> names = analysis.subjects().stream().map(MeasuredSequence::name).toList();
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            RankedTracker standing = analysis.standing(tracker, List.of(name));
            if (standing.complete()) {
                rows.add(row("  " + name, standing));
            }
        }
        analysis.trackers().forEach(each -> {
            RankedTracker standing = analysis.standing(each, names);
            rows.add(row(analysis.label(each) + " " + standing.coverage() + (names.size() == 1 ? " sequence" : " sequences"), standing));
        });
        List<String> heading = Stream.concat(Stream.of(""), metrics.stream().map(Metric::name)).toList();
        return new Table("", heading, rows, List.of());
    }

    private static List<String> row(String head, RankedTracker standing) {
        return Stream.concat(Stream.of(head), standing.scores().stream()
                .map(score -> Double.isNaN(score.value()) ? NOTHING : String.format(Locale.ROOT, "%.1f", score.value()))).toList();
    }

    private Table grouped(String title, Map<String, List<String>> groups) {
        List<List<String>> rows = new ArrayList<>();
        List<String> measured = analysis.measured();
        groups.forEach((name, sequences) -> {
            if (sequences.stream().anyMatch(measured::contains)) {
                rows.addAll(group(name, sequences));
            }
        });
        return new Table(title, heading("Attribute", "Tracker"), rows, List.of());
    }

    private List<List<String>> group(String name, Collection<String> sequences) {
        return analysis.standings(sequences).stream().map(standing -> Stream.concat(
                Stream.of(name, analysis.label(standing.tracker()) + " " + standing.coverage()), cells(standing)).toList()).toList();
    }

    /**
     * Returns how sure the first tracker's lead over each of the others is.
     *
     * @param margin less than what counts as no difference, in each metric's unit
     */
    public Table differences(List<PairedDifference> differences, double margin) {
        return differences(differences, margin, Verdict::text, List.of());
    }

    /** Returns the same for a paper, whose columns are narrow. */
    public Table paperDifferences(List<PairedDifference> differences, double margin) {
        return differences(differences, margin, Verdict::mark, List.of(String.format(Locale.ROOT, Verdict.MARKS, margin) + "."));
    }

    private Table differences(List<PairedDifference> differences, double margin, Function<Verdict, String> said, List<String> marks) {
        List<List<String>> rows = differences.stream().map(d -> difference(d, margin, said)).toList();
        List<String> notes = new ArrayList<>(List.of("p is corrected for the number of trackers (Holm)."));
        if (differences.stream().anyMatch(d -> Double.isNaN(d.estimate().p()))) {
            notes.add("No p for speed, nor for fewer than " + Estimate.FEWEST + " sequences.");
        }
        notes.addAll(marks);
        return new Table("Paired bootstrap", List.of("Difference", "Metric", "Mean", "95 % interval", "p", "won/tied/lost", "Verdict"),
                rows, notes);
    }

    private List<String> difference(PairedDifference d, double margin, Function<Verdict, String> said) {
        Estimate estimate = d.estimate();
        Metric metric = analysis.metrics().get(d.metric());
        return List.of(d.better() + " - " + d.than(), metric.name(), String.format(Locale.ROOT, "%+.2f", estimate.difference()),
                String.format(Locale.ROOT, "%+.2f .. %+.2f", estimate.interval().low(), estimate.interval().high()),
                Double.isNaN(d.adjusted()) ? NOTHING : String.format(Locale.ROOT, "%.4f", d.adjusted()),
                estimate.won() + "/" + estimate.tied() + "/" + estimate.lost(),
                metric.ofMachine() ? NOTHING : said.apply(d.verdict(metric.direction(), margin)));
    }

    private List<String> heading(String... names) {
        List<String> heading = new ArrayList<>(List.of(names));
        if (names.length == 1) {
            heading.add("Sequences");
        }
        metrics.forEach(metric -> heading.add(metric.name()));
        return heading;
    }

    private List<String> row(RankedTracker standing) {
        String coverage = standing.coverage() + (standing.complete() ? "" : " PARTIAL");
        return Stream.concat(Stream.of(analysis.label(standing.tracker()), coverage), cells(standing)).toList();
    }

    private Stream<String> cells(RankedTracker standing) {
        return IntStream.range(0, metrics.size()).mapToObj(i -> cell(standing.scores().get(i), standing.coverage()));
    }

    /** A figure with its interval, and with its own coverage where that isn't the row's. */
    private static String cell(Score score, String coverage) {
        if (Double.isNaN(score.value())) {
            return NOTHING;
        }
        String text = String.format(Locale.ROOT, "%.2f", score.value());
        if (!Double.isNaN(score.interval())) {
            text += String.format(Locale.ROOT, " ± %.2f", score.interval());
        }
        return score.coverage().equals(coverage) ? text : text + " (" + score.coverage() + ")";
    }

    /**
     * Returns every figure in full precision, a line each, for spreadsheets and data frames: {@code
     * scope,name,tracker,metric,value,interval95,runs,measured,expected}, where the scope is {@code all}, {@code attribute}
     * or {@code sequence}.
     */
    public String csv() {
        StringBuilder text = new StringBuilder("scope,name,tracker,metric,value,interval95,runs,measured,expected\n");
        lines(text, "all", analysis.dataset(), analysis.subjects().stream().map(MeasuredSequence::name).toList());
        analysis.attributes().forEach((name, sequences) -> lines(text, "attribute", name, sequences));
        analysis.subjects().forEach(subject -> lines(text, "sequence", subject.name(), List.of(subject.name())));
        return text.toString();
    }

    private void lines(StringBuilder text, String scope, String name, Collection<String> sequences) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (RankedTracker standing : analysis.standings(sequences)) {
            for (int i = 0; i < ids.size(); i++) {
                Score score = standing.scores().get(i);
                text.append(String.join(",", scope, quoted(name), quoted(standing.tracker()), ids.get(i),
                        number(score.value()), number(score.interval()), Integer.toString(score.runs()),
                        Integer.toString(score.measured()), Integer.toString(score.expected()))).append('\n');
            }
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String quoted(String text) {
        String cell = CsvCell.plain(text);
        return cell.matches("[^,\"\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
