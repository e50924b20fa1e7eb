package glad.shell.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.SequenceSet;
import glad.bench.data.Datasets;
import glad.bench.data.SequenceChoice;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.AnalysisTables;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.experiment.SentenceTable;
import glad.media.ReferenceTracker;
import glad.runtime.FeatureStore;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures an experiment on a dataset. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=evaluate")
@Command(name = "evaluate", description =
        "Run an experiment over a dataset in one pass, measure it, and write a report. "
        + "Sequences that are finished already aren't computed again.")
public final class EvaluateVerb extends Verb {

    /** How many wrong names of a table are told. */
    private static final int SHOWN = 10;

    private final Experiments experiments;
    private final ExperimentLoader loader;
    private final FeatureStore features;
    private final Datasets datasets;
    private final Metrics metrics;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--dataset", defaultValue = "procedural", split = ",", paramLabel = DATASET,
            description = "Which dataset, or several, one after the other (default: ${DEFAULT-VALUE}).")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR",
            description = "The dataset's folder, if it needs one and ./glad data doesn't know it.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example seed=2; may be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--sequences", split = ",", paramLabel = "NAME",
            description = "Only these sequences; * stands for any letters.")
    private List<String> sequences = new ArrayList<>();

    @Option(names = "--sentence", paramLabel = "MODE|FILE.csv", description =
            "What the tracker is told: written, official (as the dataset's official reader has it), class, none, or sentences of"
            + " your own in a table of sequence,sentence (default: what the experiment says).")
    private String sentence;

    @Option(names = "--whole-pixels", description = "Measure boxes cut to whole pixels, as the official tracker stores them;"
            + " the results themselves stay exact.")
    private boolean wholePixels;

    @Option(names = "--trackers", split = ",", paramLabel = "ID",
            description = "Trackers to compare with: static, correlation, csrt.")
    private List<String> trackers = new ArrayList<>();

    @ArgGroup(heading = "")
    private Together together = new Together();

    /** How many sequences are tracked at the same time. */
    private static final class Together {

        @Option(names = "--workers", paramLabel = "N",
                description = "Track N sequences at the same time on each device, each on its own (default: 1).")
        private Integer workers;

        @Option(names = "--batch", paramLabel = "N", description =
                "Track N sequences at the same time on each device, their "
                + "frames going through the network together. A frame's time then includes the waiting for the others.")
        private Integer batch;

        int count() {
            int count = workers != null ? workers : batch != null ? batch : 1;
            if (count < 1 || count > 256) {
                throw GladException.usage("option \"" + (workers != null ? "--workers" : "--batch") + "\" is \"" + count
                        + "\"; expected a number of sequences from 1 to 256");
            }
            return count;
        }
    }

    @Option(names = "--runs", defaultValue = "1", paramLabel = "N", description =
            "Repeat everything with the next seeds, in folders that end in _001, _002, ...; prints the mean and its 95 %%"
            + " interval, as ./glad analyze does with these folders (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--no-cache", description =
            "Compute the diffusion features of every first frame. Otherwise those that took more than a second are kept in"
            + " $GLAD_CACHE/features (default: ~/.cache/glad/features; at most 10 GiB, to be emptied at any time) and"
            + " read by later runs; results are the same, and no speed is given for a sequence that began so.")
    private boolean noCache;

    @ArgGroup(heading = "")
    private Place place = new Place();

    /** Where results go. */
    private static final class Place {

        @Option(names = "--run", paramLabel = "NAME", description =
                "Give this run of the experiment a name: results go to runs/EXPERIMENT/NAME/DATASET in place of"
                + " runs/EXPERIMENT/DATASET, and tables call it EXPERIMENT/NAME. A run's folder never mixes: with another"
                + " experiment, weights, precision or program it is refused.")
        private String run;

        @Option(names = "--out", paramLabel = "DIR", description =
                "Put the results into this folder instead; with several datasets into a folder in it for each.")
        private Path out;

        String name() {
            if (run == null) {
                return "";
            }
            if (!run.matches("[\\w+-][\\w.+-]*")) {
                throw GladException.usage("run \"" + run + "\" can't name a folder; expected letters, digits, . _ + and -");
            }
            return run;
        }

        Path folder(String experiment, String dataset, boolean several) {
            if (out != null) {
                return several ? out.resolve(dataset) : out;
            }
            return Path.of("runs", experiment).resolve(name()).resolve(dataset);
        }
    }

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public EvaluateVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader,
            @Reference FeatureStore features, @Reference Datasets datasets, @Reference Metrics metrics) {
        this.experiments = experiments;
        this.loader = loader;
        this.features = features;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    Result run() {
        try (FrameThreads threads = options.threads()) {
            return run(threads);
        }
    }

    private Result run(FrameThreads threads) {
        boolean fromTable = sentence != null && sentence.endsWith(".csv");
        Optional<SentenceTable> own = fromTable ? Optional.of(SentenceTable.read(Path.of(sentence))) : Optional.empty();
        if (runs < 1 || runs > 999) {
            throw GladException.usage("option \"--runs\" is \"" + runs + "\"; expected a number from 1 to 999");
        }
        List<String> changes = sentence == null ? List.of() : List.of("sentence=" + (fromTable ? "written" : sentence));
        Experiment first = options.experiment(experiments, experimentName, changes.toArray(String[]::new));
        List<ReferenceTracker> references = trackers.stream().map(EvaluateVerb::reference).toList();
        if (ids.size() > 1 && (data != null || !dataOptions.isEmpty())) {
            throw GladException.usage("--data and --data-set belong to one dataset, --dataset has \"" + String.join(",", ids)
                    + "\"; set folders by ./glad data set, or run the datasets one by one");
        }
        Map<String, SequenceSet> sets = new LinkedHashMap<>();
        ids.forEach(id -> sets.put(id, datasets.open(id, data, dataOptions)));
        Map<String, List<String>> names = SequenceChoice.chosen(sets, sequences);
        own.ifPresent(table -> warnOfUnknown(table, sets));
        place.name();
        names.forEach((id, all) -> refuseEmpty(id, sets.get(id), all));
        Map<String, Result> results = new LinkedHashMap<>();
        Map<String, List<Benchmark>> repeated = new LinkedHashMap<>();
        for (int run = 1; run <= runs && !stop().asked(); run++) {
            Experiment experiment = first;
            if (run > 1) {
                List<String> seeded = Stream.concat(changes.stream(), Stream.of("seed=" + (first.seed() + run - 1))).toList();
                experiment = options.experiment(experiments, experimentName, seeded.toArray(String[]::new));
            }
            String number = runs == 1 ? "" : String.format(Locale.ROOT, "_%03d", run);
            List<Placement> placements = options.placements(experiment);
            List<LoadedExperiment> models = new ArrayList<>();
            try {
                for (Placement placement : placements) {
                    LoadedExperiment loaded = load(loader, experiment, placement);
                    models.add(noCache ? loaded : loaded.caching(features));
                }
                Provenance provenance = Provenance.now(commandLine(), models.get(0)).of(place.name(), placements);
                for (String id : names.keySet()) {
                    if (stop().asked()) {
                        break;
                    }
                    SequenceSet set = own.map(sentences -> sentences.of(sets.get(id))).orElse(sets.get(id));
                    Path path = place.folder(experiment.name(), id, sets.size() > 1);
                    RunFolder folder = RunFolder.open(path.resolveSibling(path.getFileName() + number));
                    Benchmark benchmark = new Benchmark(id,
                            wholePixels ? datasets.rules(id).onWholePixels() : datasets.rules(id), set, names.get(id),
                            metrics.usual(), folder, provenance, this::progress, stop());
                    results.put(id + number, evaluate(models, threads, provenance, references, id, folder,
                            benchmark, () -> tellAbsent(id, set, names.get(id))));
                    repeated.computeIfAbsent(id, key -> new ArrayList<>()).add(benchmark);
                }
            } finally {
                models.forEach(LoadedExperiment::close);
            }
        }
        return results.size() == 1 ? results.values().iterator().next()
                : together(results, runs > 1 && !stop().asked() ? repeated : Map.of());
    }

    private static void refuseEmpty(String id, SequenceSet set, List<String> names) {
        if (names.stream().noneMatch(set::hasFrames)) {
            throw GladException.failure("of dataset \"" + id + "\" none of " + names.size() + " sequences, such as \""
                    + names.get(0) + "\", has its pictures there; check its folder by ./glad data verify " + id);
        }
    }

    /** Names what of an incomplete dataset isn't there, in one line. */
    private void tellAbsent(String id, SequenceSet set, List<String> names) {
        List<String> absent = names.stream().filter(name -> !set.hasFrames(name)).toList();
        if (!absent.isEmpty()) {
            remark(id + ": the pictures of " + absent.size() + " of " + names.size() + " sequences aren't there, "
                    + (names.size() - absent.size()) + " are evaluated; missing: "
                    + absent.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (absent.size() > SHOWN ? ", ..." : ""));
        }
    }

    /** A misspelt name in a table would only show as another sequence without a sentence. */
    private void warnOfUnknown(SentenceTable table, Map<String, SequenceSet> sets) {
        Set<String> unknown = new TreeSet<>(table.sequences());
        sets.values().forEach(set -> set.names().forEach(unknown::remove));
        if (!unknown.isEmpty()) {
            remark("\"" + sentence + "\" has sentences for what is no sequence of " + String.join(", ", sets.keySet()) + ": "
                    + unknown.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (unknown.size() > SHOWN ? ", ..." : ""));
        }
    }

    private Result evaluate(List<LoadedExperiment> models, FrameThreads threads, Provenance provenance,
            List<ReferenceTracker> references, String id, RunFolder folder, Benchmark benchmark, Runnable begun) {
        Experiment experiment = models.get(0).experiment();
        SortedMap<String, String> content = RunContent.of(models.get(0), provenance);
        content.put(RunFolder.DATASET, id);
        dataOptions.forEach(option -> content.put(RunFolder.DATASET_OPTION + option.split("=", 2)[0], option.split("=", 2)[1]));
        if (sentence != null && sentence.endsWith(".csv")) {
            content.put("sentence", "of a table");
        }
        folder.claim(content);
        begun.run();
        folder.write(experiment.tree());
        folder.write(provenance);
        benchmark.evaluate(models, content, together.count(), together.batch != null, threads);
        if (benchmark.startedFromCache() > 0) {
            remark(id + ": no speed is given for " + benchmark.startedFromCache() + " sequences, whose diffusion features came"
                    + " from the cache; --no-cache measures it");
        }
        references.forEach(reference -> benchmark.compare(reference, id + dataOptions));
        if (stop().endsHere()) {
            return stopped(id, folder, benchmark);
        }
        if (!benchmark.measurable() && benchmark.anyFinished()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("measured", false)
                    .put("results", folder.path().toString());
            benchmark.problems().forEach(json.putArray("problems")::add);
            return new Result(json, id + " doesn't publish its true boxes, so there is nothing to measure by; results: "
                    + folder.path().resolve("results")
                    + "; ./glad export-results puts them into the benchmark's format",
                    benchmark.problems());
        }
        benchmark.report(provenance.tracker() + " on " + id, experiment.description());
        return new Result(benchmark.json(), benchmark.table() + "report: " + folder.path().resolve("report.html"),
                benchmark.problems());
    }

    private static Result stopped(String id, RunFolder folder, Benchmark benchmark) {
        String text = id + ": stopped with " + benchmark.coverage() + " finished in " + folder.path().resolve("results")
                + "; the same command goes on with the others";
        return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true)
                .put("results", folder.path().resolve("results").toString()).put("finished", benchmark.coverage()), text,
                List.of(id + " was stopped before its last sequence"));
    }

    private static Result together(Map<String, Result> results, Map<String, List<Benchmark>> repeated) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode each = json.putObject("datasets");
        StringBuilder text = new StringBuilder();
        List<String> problems = new ArrayList<>();
        results.forEach((id, result) -> {
            each.set(id, result.json());
            text.append(text.isEmpty() ? "" : System.lineSeparator()).append(id).append(':')
                    .append(System.lineSeparator())
                    .append(result.text());
            result.problems().forEach(problem -> problems.add(id + ": " + problem));
        });
        repeated.forEach((id, benchmarks) -> {
            Analysis analysis = Benchmark.together(benchmarks).withoutEmptyMetrics();
            StandingsJson.put(json.withObject("/repeated").putObject(id), analysis, analysis.standings());
            text.append(System.lineSeparator()).append(new AnalysisTables(analysis).ranking().text().stripTrailing());
        });
        return new Result(json, text.toString(), problems);
    }

    private static ReferenceTracker reference(String id) {
        return Stream.of(ReferenceTracker.values()).filter(t -> t.id().equals(id)).findFirst()
                .orElseThrow(() -> GladException.usage(Names.unknown("tracker", id,
                        Stream.of(ReferenceTracker.values()).map(ReferenceTracker::id).toList())));
    }
}
