package glad.eval.analysis;

import glad.api.GladException;
import glad.api.Names;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Holm;
import glad.eval.analysis.statistics.PairedBootstrap;
import glad.eval.analysis.statistics.Sample;
import glad.eval.analysis.statistics.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs of trackers on one dataset, side by side. Unchangeable; figures are worked out when asked for. */
public final class Analysis {

    private final String dataset;
    private final Rules rules;
    private final List<MeasuredSequence> subjects;
    private final Map<String, Metric> metrics;
    private final Map<String, List<MeasuredRun>> trackers = new LinkedHashMap<>();
    private final Map<String, String> marks = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * Makes one.
     *
     * @param dataset the dataset's name
     * @param rules by which everything was measured
     * @param subjects every sequence there should be, in the dataset's order
     * @param metrics by id, in the order of tables; the first one ranks
     * @param runs runs of all trackers, each measured with these metrics in this order
     */
    public Analysis(String dataset, Rules rules, List<MeasuredSequence> subjects, Map<String, Metric> metrics,
            List<MeasuredRun> runs) {
        this.dataset = dataset;
        this.rules = rules;
        this.subjects = List.copyOf(subjects);
        this.metrics = new LinkedHashMap<>(metrics);
        runs.forEach(run -> trackers.computeIfAbsent(run.tracker(), name -> new ArrayList<>()).add(run));
    }

    /**
     * Returns this with words that keep its figures from being misread.
     *
     * @param marks what stands behind a tracker's name in every table, such as {@code not retrained}
     * @param remarks lines below the ranking
     */
    public Analysis with(Map<String, String> marks, List<String> remarks) {
        Analysis marked = new Analysis(dataset, rules, subjects, metrics, trackers.values().stream().flatMap(List::stream).toList());
        marked.marks.putAll(marks);
        marked.remarks.addAll(remarks);
        return marked;
    }

    /** Returns a tracker's name with its mark, if it has one: {@code glad-nano/plain (not retrained)}. */
    public String label(String tracker) {
        return marks.containsKey(tracker) ? tracker + " (" + marks.get(tracker) + ")" : tracker;
    }

    /** Returns what stands behind trackers' names, by tracker, for those that have a mark. */
    public Map<String, String> marks() {
        return new LinkedHashMap<>(marks);
    }

    /** Returns lines that belong below the ranking. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Returns the names of the sequences that at least one run was measured on. */
    public List<String> measured() {
        return subjects.stream().map(MeasuredSequence::name).filter(name -> trackers.keySet().stream().anyMatch(t -> has(t, name)))
                .toList();
    }

    /** Returns the dataset's name. */
    public String dataset() {
        return dataset;
    }

    /** Returns the rules by which everything was measured. */
    public Rules rules() {
        return rules;
    }

    /** Returns every sequence there should be. */
    public List<MeasuredSequence> subjects() {
        return subjects;
    }

    /** Returns the metrics by id, in the order of scores. */
    public Map<String, Metric> metrics() {
        return new LinkedHashMap<>(metrics);
    }

    /** Returns this without the metrics that no tracker could be measured by; the first one stays. */
    public Analysis withoutEmptyMetrics() {
        List<String> ids = List.copyOf(metrics.keySet());
        List<MeasuredRun> runs = trackers.values().stream().flatMap(List::stream).toList();
        int[] kept = IntStream.range(0, ids.size()).filter(i -> i == 0 || runs.stream()
                .flatMap(run -> run.sequences().values().stream()).anyMatch(m -> !Double.isNaN(m.values()[i]))).toArray();
        Map<String, Metric> left = new LinkedHashMap<>();
        Arrays.stream(kept).forEach(i -> left.put(ids.get(i), metrics.get(ids.get(i))));
        return new Analysis(dataset, rules, subjects, left, runs.stream().map(run -> run.select(kept)).toList())
                .with(marks, remarks);
    }

    /** Returns the trackers' names in the order in which their runs were given. */
    public List<String> trackers() {
        return List.copyOf(trackers.keySet());
    }

    /** Returns the names of the sequences that a tracker was measured on and does worst in, by the first metric's value. */
    public List<String> worst(String tracker, int most) {
        String first = metrics.keySet().iterator().next();
        return subjects.stream().map(MeasuredSequence::name).filter(name -> score(tracker, first, List.of(name)).measured() > 0)
                .sorted(Comparator.comparingDouble(name -> score(tracker, first, List.of(name)).value())).limit(most).toList();
    }

    /**
     * Puts runs over the same sequences, measured by the same metrics, into one analysis: those of one tracker's name are
     * repetitions.
     *
     * @param analyses at least one; dataset, rules, sequences and marks are the first's
     */
    public static Analysis together(List<Analysis> analyses) {
        Analysis first = analyses.get(0);
        return new Analysis(first.dataset, first.rules, first.subjects, first.metrics, analyses.stream()
                .flatMap(each -> each.trackers.values().stream()).flatMap(List::stream).toList()).with(first.marks, first.remarks);
    }

    /** Returns the runs of a tracker. */
    public List<MeasuredRun> runs(String tracker) {
        List<MeasuredRun> runs = trackers.get(tracker);
        if (runs == null) {
            throw GladException.usage(Names.unknown("tracker", tracker, trackers.keySet()));
        }
        return List.copyOf(runs);
    }

    /** Returns the trackers over all sequences, best first. */
    public List<RankedTracker> standings() {
        return standings(subjects.stream().map(MeasuredSequence::name).toList());
    }

    /** Returns the trackers over some sequences, best first; those without any figure come last. */
    public List<RankedTracker> standings(Collection<String> sequences) {
        double sign = metrics.values().iterator().next().direction() == Metric.Direction.HIGHER_IS_BETTER ? -1 : 1;
        return trackers.keySet().stream().map(tracker -> standing(tracker, sequences))
                .sorted(Comparator.comparingDouble(s -> sign * s.scores().get(0).value())).toList();
    }

    /** Returns a tracker's line over some sequences. */
    public RankedTracker standing(String tracker, Collection<String> sequences) {
        List<MeasuredRun> runs = runs(tracker);
        int expected = runs.size() * sequences.size();
        int finished = runs.stream().mapToInt(run -> measured(run, sequences).size()).sum();
        List<Score> scores = new ArrayList<>();
        for (String metric : metrics.keySet()) {
            scores.add(score(tracker, metric, sequences));
        }
        return new RankedTracker(tracker, new Score(Double.NaN, Double.NaN, runs.size(), finished, expected).coverage(),
                finished == expected, scores);
    }

    /** Returns a tracker's figure over some sequences. */
    public Score score(String tracker, String metric, Collection<String> sequences) {
        Metric measure = metrics.get(metric);
        int place = place(metric);
        List<MeasuredRun> runs = runs(tracker);
        List<Double> figures = new ArrayList<>();
        int measured = 0;
        for (MeasuredRun run : runs) {
            List<Measurement> found = measured(run, sequences);
            double[] values = found.stream().mapToDouble(m -> m.values()[place]).toArray();
            double[] weights = found.stream().mapToDouble(m -> m.weights()[place]).toArray();
            double figure = measure.aggregate(values, weights);
            if (!Double.isNaN(figure)) {
                figures.add(figure);
            }
            measured += (int) Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
        }
        double mean = figures.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return new Score(mean, interval(figures, mean), runs.size(), measured, runs.size() * sequences.size());
    }

    private static double interval(List<Double> figures, double mean) {
        int freedom = figures.size() - 1;
        if (freedom < 1) {
            return Double.NaN;
        }
        double variance = figures.stream().mapToDouble(f -> (f - mean) * (f - mean)).sum() / freedom;
        return StudentT.quantile95(freedom) * Math.sqrt(variance / figures.size());
    }

    private static List<Measurement> measured(MeasuredRun run, Collection<String> sequences) {
        return sequences.stream().map(run.sequences()::get).filter(Objects::nonNull).toList();
    }

    /** Returns the sequences of each attribute, by its name. */
    public Map<String, List<String>> attributes() {
        Map<String, List<String>> found = new TreeMap<>();
        subjects.forEach(subject -> subject.attributes()
                .forEach(a -> found.computeIfAbsent(a, name -> new ArrayList<>()).add(subject.name())));
        return found;
    }

    /** Returns a tracker's mean curve over all its runs; empty if the metric has none or nothing was measured. */
    public Optional<Curve> curve(String tracker, String metric) {
        int place = place(metric);
        List<Curve> curves = runs(tracker).stream().flatMap(run -> run.sequences().values().stream())
                .map(m -> m.curves().get(place)).filter(Objects::nonNull).toList();
        return curves.isEmpty() ? Optional.empty() : Optional.of(Curve.mean(curves));
    }

    /**
     * Compares two trackers in every metric over the sequences that all runs of both have.
     *
     * @param seed of the draws
     * @return one entry per metric that could be measured for both; each p stands alone
     */
    public List<PairedDifference> compare(String better, String than, long seed) {
        List<String> shared = subjects.stream().map(MeasuredSequence::name)
                .filter(name -> inAllRuns(better, name) && inAllRuns(than, name)).toList();
        List<PairedDifference> differences = new ArrayList<>();
        metrics.forEach((id, metric) -> {
            Estimate estimate = new PairedBootstrap(seed, PairedBootstrap.DRAWS)
                    .compare(metric, sample(better, id, shared), sample(than, id, shared), false);
            if (!Double.isNaN(estimate.difference())) {
                differences.add(new PairedDifference(better, than, id, estimate, estimate.p()));
            }
        });
        return differences;
    }

    /**
     * Compares one tracker with each of the others; each p is corrected for the others by {@link Holm}, metric by metric.
     *
     * @param others in the order of the result
     * @param seed of the draws
     */
    public List<PairedDifference> compare(String better, List<String> others, long seed) {
        return corrected(others.stream().flatMap(than -> compare(better, than, seed).stream()).toList());
    }

    /**
     * Compares each of some trackers with a baseline; each p is corrected for the others by {@link Holm}, metric by metric.
     *
     * @param others in the order of the result
     * @param seed of the draws
     */
    public List<PairedDifference> against(String baseline, List<String> others, long seed) {
        return corrected(others.stream().flatMap(other -> compare(other, baseline, seed).stream()).toList());
    }

    private List<PairedDifference> corrected(List<PairedDifference> differences) {
        List<PairedDifference> corrected = new ArrayList<>(differences);
        for (String metric : metrics.keySet()) {
            int[] places = IntStream.range(0, differences.size()).filter(i -> differences.get(i).metric().equals(metric)).toArray();
            double[] adjusted = Holm.adjusted(Arrays.stream(places).mapToDouble(i -> differences.get(i).estimate().p()).toArray());
            for (int i = 0; i < places.length; i++) {
                corrected.set(places[i], differences.get(places[i]).among(adjusted[i]));
            }
        }
        return corrected;
    }

    private boolean inAllRuns(String tracker, String sequence) {
        return runs(tracker).stream().allMatch(run -> run.sequences().containsKey(sequence));
    }

    /**
     * Returns what a metric says of a tracker in some sequences.
     *
     * @param sequences which every run of the tracker has
     */
    public Sample sample(String tracker, String metric, List<String> sequences) {
        int place = place(metric);
        List<MeasuredRun> runs = runs(tracker);
        double[][] values = new double[runs.size()][];
        double[][] weights = new double[runs.size()][];
        for (int run = 0; run < runs.size(); run++) {
            List<Measurement> found = measured(runs.get(run), sequences);
            values[run] = found.stream().mapToDouble(m -> m.values()[place]).toArray();
            weights[run] = found.stream().mapToDouble(m -> m.weights()[place]).toArray();
        }
        return new Sample(values, weights);
    }

    private boolean has(String tracker, String sequence) {
        return runs(tracker).stream().anyMatch(run -> run.sequences().containsKey(sequence));
    }

    private int place(String metric) {
        int place = List.copyOf(metrics.keySet()).indexOf(metric);
        if (place < 0) {
            throw GladException.usage(Names.unknown("metric", metric, metrics.keySet()));
        }
        return place;
    }
}
