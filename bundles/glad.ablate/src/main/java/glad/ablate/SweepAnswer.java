package glad.ablate;

import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.Comparison;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.Measurement;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Holm;
import glad.eval.analysis.statistics.PairedBootstrap;
import glad.eval.analysis.statistics.Sample;
import glad.eval.report.ComparisonReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a sweep's finished cells say. */
@Component(service = SweepAnswer.class)
public final class SweepAnswer {

    private static final long SEED = 1;

    private final Datasets datasets;
    private final Metrics metrics;
    private final CellStore store;

    /** Made by the component runtime. */
    @Activate
    public SweepAnswer(@Reference Datasets datasets, @Reference Metrics metrics, @Reference CellStore store) {
        this.store = store;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    /**
     * Compares the variants with the baseline, on each dataset and by each metric that isn't a matter of the machine. A variant
     * with a cell that isn't finished, or is stale, is left out and told in the remarks: cells of unequal coverage are never compared.
     *
     * @return empty on datasets where what is compared with isn't finished
     */
    public List<Comparison> of(SweepPlan plan) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Sweep.Data data : plan.sweep().data()) {
            Map<String, List<Cell>> cells = new LinkedHashMap<>();
            plan.cells().stream().filter(cell -> cell.data().equals(data))
                    .forEach(cell -> cells.computeIfAbsent(cell.label(), label -> new ArrayList<>()).add(cell));
            List<String> remarks = new ArrayList<>();
            Map<String, List<Map<String, SequenceResult>>> results = new LinkedHashMap<>();
            cells.forEach((label, some) -> {
                List<Map<String, SequenceResult>> runs = some.stream().map(cell -> results(cell)).toList();
                long whole = runs.stream().filter(run -> run.size() == some.get(0).sequences().size()).count();
                List<String> stale = some.stream().map(Cell::id).map(plan.stale()::get).filter(Objects::nonNull).toList();
                if (!stale.isEmpty()) {
                    remarks.add("not shown: " + label + ", " + stale.size() + " of " + some.size() + " cells are stale: " + stale.get(0));
                } else if (whole == some.size()) {
                    results.put(label, runs);
                } else {
                    remarks.add("not shown: " + label + ", " + whole + " of " + some.size() + " cells are finished");
                }
            });
            plan.same().forEach((label, other) -> remarks.add(label + " is the same as " + other));
            List<String> names = cells.values().iterator().next().get(0).sequences();
            plan.sweep().results().forEach((label, runs) -> {
                List<Map<String, SequenceResult>> read = runs.stream().map(run -> results(store.run(run), data, names)).toList();
                int least = read.stream().mapToInt(Map::size).min().orElse(0);
                if (least == names.size()) {
                    results.put(label, read);
                } else {
                    remarks.add("not shown: " + label + ", has results of this data for " + least + " of " + names.size() + " sequences");
                }
            });
            if (results.containsKey(plan.sweep().against())) {
                comparisons.addAll(compared(plan.sweep(), data, names, first(plan.sweep().against(), results), remarks));
            }
        }
        return comparisons;
    }

    /**
     * Writes comparisons as one HTML file with forest plots.
     *
     * @param file where; its folder is made if missing
     * @throws glad.api.GladException (failure) if it can't be written
     */
    public static void report(SweepPlan plan, List<Comparison> comparisons, Path file) {
        Sweep sweep = plan.sweep();
        ComparisonReport.write("Ablation " + sweep.name(), (sweep.experiment().isEmpty() ? "Trackers" : "Variants of " + sweep.experiment()) + " against " + sweep.against() + ", design "
                + sweep.design().key() + ", seeds " + sweep.seeds() + "; " + plan.finished().size() + " of " + plan.cells().size()
                + " cells are finished. Differences with 95 % intervals of a paired bootstrap over sequences and seeds.", comparisons, file);
    }

    private Map<String, SequenceResult> results(Cell cell) {
        Map<String, SequenceResult> results = new TreeMap<>();
        if (Files.isDirectory(store.folder(cell.id()))) {
            RunFolder folder = RunFolder.open(store.folder(cell.id()));
            cell.sequences().forEach(name -> folder.result(name).ifPresent(result -> results.put(name, result)));
        }
        return results;
    }

    /** Results that say on which data they were made count on that alone; those of others count where they have a box for each frame. */
    private Map<String, SequenceResult> results(Path run, Sweep.Data data, List<String> names) {
        RunFolder folder = RunFolder.open(run);
        Map<String, String> content = new TreeMap<>(folder.content().orElse(new TreeMap<>()));
        Map<String, String> own = new TreeMap<>(Map.of(RunFolder.DATASET, data.id()));
        data.options().forEach(option -> own.put(RunFolder.DATASET_OPTION + option.split("=", 2)[0], option.split("=", 2)[1]));
        content.keySet().removeIf(key -> !key.startsWith(RunFolder.DATASET));
        Map<String, SequenceResult> results = new TreeMap<>();
        if (content.isEmpty() || content.equals(own)) {
            SequenceSet set = datasets.open(data.id(), null, data.options());
            names.forEach(name -> folder.result(name).filter(result -> result.boxes().size() == set.sequence(name).boxes().size())
                    .ifPresent(result -> results.put(name, result)));
        }
        return results;
    }

    private static <T> Map<String, T> first(String label, Map<String, T> results) {
        Map<String, T> sorted = new LinkedHashMap<>(Map.of(label, results.get(label)));
        results.forEach(sorted::putIfAbsent);
        return sorted;
    }

    private List<Comparison> compared(Sweep sweep, Sweep.Data data, List<String> names,
            Map<String, List<Map<String, SequenceResult>>> results, List<String> remarks) {
        SequenceSet set = datasets.open(data.id(), null, data.options());
        Rules rules = datasets.rules(data.id());
        Map<String, Metric> usual = metrics.usual();
        List<MeasuredRun> runs = new ArrayList<>();
        results.forEach((label, some) -> some.forEach(run -> {
            Map<String, Measurement> measured = new LinkedHashMap<>();
            run.forEach((name, result) -> measured.put(name, Measurement.of(result.track(set.sequence(name), rules), usual.values())));
            runs.add(new MeasuredRun(label, measured, Map.of()));
        }));
        List<MeasuredSequence> subjects = names.stream().map(name -> new MeasuredSequence(name, set.sequence(name).attributes())).toList();
        Analysis analysis = new Analysis(data.label(), rules, subjects, usual, runs).withoutEmptyMetrics();
        Map<String, Integer> identical = new LinkedHashMap<>();
        results.forEach((label, some) -> identical.put(label, identical(some, results.get(sweep.against()))));
        identical.forEach((label, same) -> {
            if (!label.equals(sweep.against()) && same == results.get(label).size() * names.size()) {
                remarks.add(label + " gives the very boxes of " + (sweep.against().equals(Variant.BASELINE) ? "the baseline" : sweep.against()) + " in all " + same + " results: it changes nothing");
            }
        });
        List<Comparison> comparisons = new ArrayList<>();
        analysis.metrics().forEach((id, metric) -> {
            if (!metric.ofMachine()) {
                boolean first = comparisons.isEmpty();
                List<Comparison.Row> rows = rows(analysis, id, metric, names, sweep.against(), identical);
                comparisons.add(new Comparison(data.label(), metric, sweep.against(), sweep.margin(), rows,
                        first ? Slices.of(analysis, id, names, set, sweep.against()) : List.of(), first ? remarks : List.of()));
            }
        });
        return comparisons;
    }

    private static int identical(List<Map<String, SequenceResult>> runs, List<Map<String, SequenceResult>> baseline) {
        int identical = 0;
        for (int run = 0; run < Math.min(runs.size(), baseline.size()); run++) {
            Map<String, SequenceResult> other = baseline.get(run);
            identical += (int) runs.get(run).entrySet().stream()
                    .filter(e -> other.containsKey(e.getKey()) && other.get(e.getKey()).boxes().equals(e.getValue().boxes())).count();
        }
        return identical;
    }

    private static List<Comparison.Row> rows(Analysis analysis, String id, Metric metric, List<String> names, String against,
            Map<String, Integer> identical) {
        Sample baseline = analysis.sample(against, id, names);
        List<String> labels = analysis.trackers();
        List<Optional<Estimate>> estimates = labels.stream().map(label -> label.equals(against) ? Optional.<Estimate>empty()
                : Optional.of(difference(metric, analysis.sample(label, id, names), baseline))).toList();
        double[] adjusted = Holm.adjusted(estimates.stream().mapToDouble(e -> e.map(Estimate::p).orElse(Double.NaN)).toArray());
        List<Comparison.Row> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int runs = analysis.runs(labels.get(i)).size();
            rows.add(new Comparison.Row(labels.get(i), analysis.score(labels.get(i), id, names).value(), runs, estimates.get(i), adjusted[i],
                    identical.get(labels.get(i)), runs * names.size()));
        }
        return rows;
    }

    /** Runs of the same seeds belong together. */
    static Estimate difference(Metric metric, Sample variant, Sample baseline) {
        return new PairedBootstrap(SEED, PairedBootstrap.DRAWS).compare(metric, variant, baseline, variant.runs() == baseline.runs());
    }
}
