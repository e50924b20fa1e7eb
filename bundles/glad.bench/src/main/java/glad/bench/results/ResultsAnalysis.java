package glad.bench.results;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.bench.data.Datasets;
import glad.bench.run.RunFolder;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.Measurement;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.RankedTracker;
import glad.eval.results.Archive;
import glad.eval.results.RawResults;
import glad.eval.results.RawRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Turns raw results of trackers into figures; annotations and results are enough, images aren't needed:
 *
 * <pre>{@code
 * try (ResultsAnalysis results = ResultsAnalysis.open(datasets, request, System.err::println)) {
 *     for (AnalysedGroup group : results.groups()) {
 *         System.out.println(new AnalysisTables(group.analysis()).ranking().text());
 *     }
 * }
 * }</pre>
 */
public final class ResultsAnalysis implements AutoCloseable {

    private final Datasets datasets;
    private final Request request;
    private final Consumer<String> remarks;
    private final List<RawResults> opened = new ArrayList<>();
    private Archive annotations;

    /**
     * What to analyse.
     *
     * @param dataset the dataset's id
     * @param places folders or archives of results, each of one tracker or of many
     * @param data the dataset's folder or an archive of its annotations; empty for the one that the settings know
     * @param dataOptions options of the dataset, {@code KEY=VALUE} each, for results that don't say what they were made with
     * @param rules to measure by
     * @param metrics by id, the ranking one first
     * @param emptyMetrics whether metrics stay that nothing could be measured by
     * @param seed of the paired bootstrap
     * @param protocol the id of the protocol, for results that don't say by which they were made
     * @param names what the run at each place is called, the first being the baseline of all differences; empty if results have their own
     *     names and the best tracker is compared with the others
     */
    public record Request(String dataset, List<Path> places, Optional<Path> data, List<String> dataOptions, Rules rules,
            Map<String, Metric> metrics, boolean emptyMetrics, long seed, String protocol, List<String> names) {

        /** Asks for results of one-pass evaluation. */
        public Request(String dataset, List<Path> places, Optional<Path> data, List<String> dataOptions, Rules rules,
                Map<String, Metric> metrics, boolean emptyMetrics, long seed) {
            this(dataset, places, data, dataOptions, rules, metrics, emptyMetrics, seed, Datasets.ONE_PASS, List.of());
        }

        /** Returns this of runs that are called so, one at each place, all compared with the first. */
        public Request called(List<String> ids) {
            return new Request(dataset, places, data, dataOptions, rules, metrics, emptyMetrics, seed, protocol, ids);
        }

        /** Copies lists and map. */
        public Request {
            places = List.copyOf(places);
            dataOptions = List.copyOf(dataOptions);
            metrics = new LinkedHashMap<>(metrics);
            names = List.copyOf(names);
        }
    }

    private ResultsAnalysis(Datasets datasets, Request request, Consumer<String> remarks) {
        this.datasets = datasets;
        this.request = request;
        this.remarks = remarks;
    }

    /**
     * Opens the results.
     *
     * @param remarks told what is left out, and what keeps figures from being comparable
     * @throws GladException (failure) if nothing of the kind is there, or an archive can't be read
     */
    public static ResultsAnalysis open(Datasets datasets, Request request, Consumer<String> remarks) {
        ResultsAnalysis results = new ResultsAnalysis(datasets, request, remarks);
        try {
            if (request.data().isPresent() && Archive.isArchive(request.data().get())) {
                results.annotations = Archive.open(request.data().get());
            }
            for (Path place : request.places()) {
                results.opened.add(RawResults.open(place));
            }
            return results;
        } catch (RuntimeException e) {
            results.close();
            throw e;
        }
    }

    /**
     * Measures the runs. Those that were made on different data, which our own runs say of themselves, form groups of their own.
     *
     * @throws GladException (failure) if there is no result for any sequence of the dataset
     */
    public List<AnalysedGroup> groups() {
        List<RawRun> runs = read().stream().filter(this::isOnDataset).toList();
        if (runs.isEmpty()) {
            throw GladException.failure("no results on dataset \"" + request.dataset() + "\" in " + request.places()
                    + "; name the dataset that was tracked");
        }
        List<RunGroup> groups = RunGroup.of(datasets, request.dataset(), runs, request.dataOptions(), request.protocol());
        if (groups.size() == 1) {
            RunGroup only = groups.get(0);
            return List.of(analysed(only, "", only.title(datasets, request.dataset())));
        }
        remarks.accept("the runs were made on different data, so each has a table of its own: "
                + groups.stream().map(group -> group.difference(groups)).collect(Collectors.joining("; ")));
        List<AnalysedGroup> analysed = new ArrayList<>();
        for (RunGroup group : groups) {
            analysed.add(analysed(group, group.difference(groups), group.difference(groups)));
        }
        return analysed;
    }

    /** Returns all runs; of a place that has a name the folder's own, which is the first. */
    private List<RawRun> read() {
        if (request.names().isEmpty()) {
            return opened.stream().flatMap(results -> results.runs().stream()).toList();
        }
        List<RawRun> runs = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            runs.add(opened.get(i).runs().get(0).named(request.names().get(i)));
        }
        return runs;
    }

    private boolean isOnDataset(RawRun run) {
        String own = run.content().getOrDefault(RunFolder.DATASET, request.dataset());
        if (!own.equals(request.dataset())) {
            remarks.accept("left out: \"" + run.tracker() + "\" has results on " + own + " there, not on " + request.dataset());
        }
        return own.equals(request.dataset());
    }

    private AnalysedGroup analysed(RunGroup group, String difference, String options) {
        Path root = annotations == null ? request.data().orElse(null) : annotations.folder();
        SequenceSet set = datasets.runs(group.protocol(), datasets.open(request.dataset(), root, group.options()));
        String title = options.isEmpty() ? request.dataset() : request.dataset() + ", " + options;
        List<RawRun> runs = group.runs();
        List<Examined> examined = set.names().parallelStream()
                .map(name -> Examined.of(set, name, runs, request.rules(), request.metrics().values())).toList();
        List<String> problems = new ArrayList<>();
        examined.stream().filter(e -> !e.damage().isEmpty()).map(Examined::damage).forEach(problems::add);
        List<MeasuredRun> measured = measured(runs, examined, problems);
        if (measured.isEmpty()) {
            throw GladException.failure("no results for any sequence of dataset \"" + request.dataset() + "\", such as \""
                    + set.names().get(0) + "\", in " + request.places() + "; name the dataset that was tracked");
        }
        String edges = edges(examined, request.metrics().values());
        if (!edges.isEmpty()) {
            remarks.accept(edges);
        }
        Analysis analysis = new Analysis(title, request.rules(), examined.stream().map(Examined::subject).toList(),
                request.metrics(), measured);
        Set<String> sentences = new TreeSet<>();
        examined.forEach(one -> sentences.add(one.sentence()));
        RunRemarks told = new RunRemarks(request.dataset(), sentences.stream().allMatch(String::isBlank), group.contents());
        Analysis remarked = (request.emptyMetrics() ? analysis : analysis.withoutEmptyMetrics())
                .with(told.marks(), told.lines(boxes(runs, examined, measured)));
        return new AnalysedGroup(difference, title, set, runs, remarked, differences(remarked), edges, problems);
    }

    private List<PairedDifference> differences(Analysis analysis) {
        List<String> ranking = analysis.standings().stream().map(RankedTracker::tracker).toList();
        if (request.names().isEmpty()) {
            return analysis.compare(ranking.get(0), ranking.subList(1, ranking.size()), request.seed());
        }
        String baseline = request.names().get(0);
        return analysis.trackers().contains(baseline)
                ? analysis.against(baseline, ranking.stream().filter(other -> !other.equals(baseline)).toList(), request.seed()) : List.of();
    }

    private List<MeasuredRun> measured(List<RawRun> runs, List<Examined> examined, List<String> problems) {
        List<MeasuredRun> measured = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Map<String, Measurement> sequences = new LinkedHashMap<>();
            Map<String, String> missing = new LinkedHashMap<>();
            for (Examined one : examined) {
                one.measured().get(i).ifPresentOrElse(m -> sequences.put(one.subject().name(), m),
                        () -> missing.put(one.subject().name(), "no result"));
                if (!one.problems().get(i).isEmpty()) {
                    missing.put(one.subject().name(), one.problems().get(i));
                    problems.add(runs.get(i).tracker() + ": " + one.problems().get(i));
                }
            }
            // A folder may hold results on several datasets.
            if (!sequences.isEmpty() || !missing.values().stream().allMatch("no result"::equals)) {
                measured.add(new MeasuredRun(runs.get(i).tracker(), sequences, missing));
            } else {
                remarks.accept("left out: \"" + runs.get(i).tracker() + "\" has no result for any sequence of " + request.dataset());
            }
        }
        return measured;
    }

    /** Returns all boxes of each tracker that was measured as one text; texts are equal where the boxes are. */
    private static Map<String, String> boxes(List<RawRun> runs, List<Examined> examined, List<MeasuredRun> measured) {
        Map<String, String> boxes = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            int run = i;
            boxes.merge(runs.get(i).tracker(), examined.stream().map(one -> one.boxes().get(run)).collect(Collectors.joining(",")),
                    String::concat);
        }
        boxes.keySet().retainAll(measured.stream().map(MeasuredRun::tracker).toList());
        return boxes;
    }

    /** Says where boxes couldn't be cut at the images' edges; empty if nothing asks for that. */
    private static String edges(List<Examined> examined, Collection<Metric> metrics) {
        List<Examined> measured = examined.stream()
                .filter(e -> e.measured().stream().anyMatch(Optional::isPresent)).toList();
        long unsized = measured.stream().filter(e -> !e.sized()).count();
        List<String> coarse = metrics.stream().filter(Metric::needsImageSize).map(Metric::name).toList();
        return coarse.isEmpty() || unsized == 0 ? "" : "image sizes are unknown for " + unsized + " of "
                + measured.size() + " sequences, whose boxes aren't cut at the images' edges in "
                + String.join(", ", coarse);
    }

    /** Closes the archives; groups can't be read from any more. */
    @Override
    public void close() {
        opened.forEach(RawResults::close);
        if (annotations != null) {
            annotations.close();
        }
    }
}
