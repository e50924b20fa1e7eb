package glad.shell.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Boxes;
import glad.api.GladException;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceStrip;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.AnalysisTables;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.Measurement;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.Standing;
import glad.eval.analysis.Subject;
import glad.eval.report.Report;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import glad.eval.results.Archive;
import glad.eval.results.RawResults;
import glad.eval.results.RawRun;
import glad.eval.results.SequenceBoxes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns raw results of trackers into tables, plots and a report; needs no pictures. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=analyze")
@Command(name = "analyze", description = "Measure the raw results of trackers on a dataset and put them side by side. "
        + "Annotations and results are enough, pictures aren't needed. --json FILE writes the figures to a file instead of "
        + "printing them.")
public final class AnalyzeVerb extends Verb {

    /** Sequences shown as film strips: the worst ones of the best tracker. */
    private static final int ILLUSTRATED = 12;

    private final Datasets datasets;
    private final Metrics metrics;

    @Option(names = "--results", split = ",", required = true, paramLabel = "DIR",
            description = "Folders or archives (.zip, .tar.gz, .tar.xz) of results, each of one tracker or of many. Results of"
                    + " the same tracker name are repeated runs.")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--dataset", required = true, paramLabel = DATASET, description = "What they were tracked on.")
    private String dataset;

    @Option(names = "--data", paramLabel = "DIR",
            description = "The dataset's folder or an archive of its annotations, if it needs one.")
    private Path data;
    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example split=test, for results of others; our own runs say what they"
                    + " were made with. May be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--rules", defaultValue = "official", paramLabel = "RULES",
            description = "official: as the dataset's own evaluation; strict: nothing for free (default: ${DEFAULT-VALUE}).")
    private String rulesName;

    @Option(names = "--exclude-invalid", description = "Take shares of the frames with a target only.")
    private boolean excludeInvalid;

    @Option(names = "--whole-pixels", description = "Measure predicted boxes cut to whole pixels, as the official tracker stores"
            + " them.")
    private boolean wholePixels;

    @Option(names = "--metrics", split = ",", paramLabel = "ID", description = "Which metrics, the ranking one first.")
    private List<String> metricIds = new ArrayList<>();

    @Option(names = "--attributes", description = "Also by attribute.")
    private boolean attributes;

    @Option(names = "--per-sequence", description = "Also by sequence.")
    private boolean perSequence;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
            description = "Seed of the paired bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;
    @Option(names = "--csv", paramLabel = "FILE", description = "Write every figure in full precision.")
    private Path csv;

    @Option(names = "--latex", paramLabel = "FILE", description = "Write the tables for LaTeX (booktabs).")
    private Path latex;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.html and the plots as SVG and PNG.")
    private Path report;

    @Parameters(arity = "0..1", hidden = true, paramLabel = "FILE")
    private Path jsonFile;

    private final List<String> problems = new ArrayList<>();
    private String edges = "";
    private String title = "";

    /** Made by the component runtime. */
    @Activate
    public AnalyzeVerb(@Reference Datasets datasets, @Reference Metrics metrics) {
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    Result run() throws IOException {
        if (jsonFile != null && !json()) {
            throw GladException.usage("unexpected \"" + jsonFile + "\"; expected options only");
        }
        Map<String, Metric> chosen = metricIds.isEmpty() ? metrics.usual() : metrics.some(metricIds);
        List<RawResults> opened = new ArrayList<>();
        try (Archive annotations = data != null && Archive.isArchive(data) ? Archive.open(data) : null) {
            for (Path place : places) {
                opened.add(RawResults.open(place));
            }
            Path root = annotations == null ? data : annotations.folder();
            List<RawRun> runs = opened.stream().flatMap(results -> results.runs().stream()).filter(this::isOnDataset).toList();
            if (runs.isEmpty()) {
                throw GladException.failure("no results on dataset \"" + dataset + "\" in " + places
                        + "; name the dataset that was tracked");
            }
            return result(RunGroup.of(datasets, dataset, runs, dataOptions), root, chosen);
        } finally {
            opened.forEach(RawResults::close);
        }
    }

    private boolean isOnDataset(RawRun run) {
        String own = run.content().getOrDefault(RunFolder.DATASET, dataset);
        if (!own.equals(dataset)) {
            remark("left out: \"" + run.tracker() + "\" has results on " + own + " there, not on " + dataset);
        }
        return own.equals(dataset);
    }

    /** Analyses each group of runs on the same data by itself. */
    private Result result(List<RunGroup> groups, Path root, Map<String, Metric> chosen) throws IOException {
        if (groups.size() == 1) {
            RunGroup only = groups.get(0);
            String options = only.effective().equals(datasets.effective(dataset, List.of())) ? ""
                    : String.join(", ", only.options());
            return result(only, options, "", root, chosen);
        }
        remark("the runs were made on different data, so each has a table of its own: "
                + groups.stream().map(group -> group.difference(groups)).collect(Collectors.joining("; ")));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", dataset);
        StringBuilder text = new StringBuilder();
        for (RunGroup group : groups) {
            String difference = group.difference(groups);
            Result result = result(group, difference, "." + difference.replaceAll("[^\\w.=-]+", "_"), root, chosen);
            json.withArray("tables").add(((ObjectNode) result.json()).put("differs", difference));
            text.append(result.text()).append(System.lineSeparator()).append(System.lineSeparator());
        }
        return new Result(json, text.toString().stripTrailing(), problems);
    }

    /**
     * Analyses runs on the same data.
     *
     * @param options what tables say behind the dataset's name; may be empty
     * @param ending goes before the ending of files that are written; may be empty
     */
    private Result result(RunGroup group, String options, String ending, Path root, Map<String, Metric> chosen)
            throws IOException {
        SequenceSet set = datasets.open(dataset, root, group.options());
        title = options.isEmpty() ? dataset : dataset + ", " + options;
        Map<String, String> boxes = new TreeMap<>();
        Set<String> sentences = new TreeSet<>();
        Analysis analysis = analysis(set, group.runs(), chosen, boxes, sentences);
        RunRemarks remarks = new RunRemarks(dataset, sentences.stream().allMatch(String::isBlank), group.contents());
        return result(set, group.runs(), analysis.with(remarks.marks(), remarks.lines(boxes)), ending);
    }

    private Rules rules() {
        Rules rules = switch (rulesName) {
            case "official" -> datasets.rules(dataset);
            case "strict" -> Rules.STRICT;
            default -> throw GladException.usage("unknown rules \"" + rulesName + "\"; expected official or strict");
        };
        Rules counted = excludeInvalid ? rules.excludingInvalid() : rules;
        return wholePixels ? counted.onWholePixels() : counted;
    }

    private Analysis analysis(SequenceSet set, List<RawRun> runs, Map<String, Metric> chosen, Map<String, String> boxes,
            Set<String> sentences) {
        Rules rules = rules();
        List<Examined> examined = set.names().parallelStream()
                .map(name -> Examined.of(set, name, runs, rules, chosen.values())).toList();
        examined.stream().filter(e -> !e.damage().isEmpty()).map(Examined::damage).forEach(problems::add);
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
                remark("left out: \"" + runs.get(i).tracker() + "\" has no result for any sequence of " + dataset);
            }
        }
        if (measured.isEmpty()) {
            throw GladException.failure("no results for any sequence of dataset \"" + dataset + "\", such as \""
                    + set.names().get(0) + "\", in " + places + "; name the dataset that was tracked");
        }
        for (int i = 0; i < runs.size(); i++) {
            int run = i;
            boxes.merge(runs.get(i).tracker(), examined.stream().map(one -> one.boxes().get(run)).collect(Collectors.joining(",")),
                    String::concat);
        }
        boxes.keySet().retainAll(measured.stream().map(MeasuredRun::tracker).toList());
        examined.forEach(one -> sentences.add(one.sentence()));
        edges = edges(examined, chosen.values());
        if (!edges.isEmpty()) {
            remark(edges);
        }
        Analysis analysis = new Analysis(title, rules, examined.stream().map(Examined::subject).toList(), chosen, measured);
        return metricIds.isEmpty() ? analysis.withoutEmptyMetrics() : analysis;
    }

    /** Says where boxes couldn't be cut at the pictures' edges; empty if nothing asks for that. */
    private static String edges(List<Examined> examined, Collection<Metric> metrics) {
        List<Examined> measured = examined.stream()
                .filter(e -> e.measured().stream().anyMatch(Optional::isPresent)).toList();
        long unsized = measured.stream().filter(e -> !e.sized()).count();
        List<String> coarse = metrics.stream().filter(Metric::needsPictureSize).map(Metric::name).toList();
        return coarse.isEmpty() || unsized == 0 ? "" : "picture sizes are unknown for " + unsized + " of "
                + measured.size() + " sequences, whose boxes aren't cut at the pictures' edges in "
                + String.join(", ", coarse);
    }

    private Result result(SequenceSet set, List<RawRun> runs, Analysis analysis, String ending) throws IOException {
        AnalysisTables tables = new AnalysisTables(analysis);
        List<Standing> ranking = analysis.standings();
        List<PairedDifference> differences = ranking.stream().skip(1)
                .flatMap(s -> analysis.compare(ranking.get(0).tracker(), s.tracker(), seed).stream()).toList();
        StringBuilder text = new StringBuilder(tables.ranking().text());
        StringBuilder tex = new StringBuilder(tables.ranking().latex());
        if (!differences.isEmpty()) {
            String first = differences.get(0).metric();
            List<PairedDifference> shown = differences.stream()
                    .filter(d -> ranking.size() == 2 || d.metric().equals(first)).toList();
            text.append(tables.differences(shown).text());
            tex.append(tables.differences(differences).latex());
        }
        if (attributes) {
            text.append(tables.attributes().text());
            tex.append(tables.attributes().latex());
        }
        if (perSequence) {
            text.append(tables.sequences().text());
            tex.append(tables.sequences().latex());
        }
        if (csv != null) {
            OutputFile.write(named(csv, ending), tables.csv());
        }
        if (latex != null) {
            OutputFile.write(named(latex, ending), tex.toString());
        }
        Path page = report == null ? null : named(report, ending);
        if (page != null) {
            Report.write(page(set, runs, analysis, ranking, differences), page.resolve("report.html"));
            Report.writePlots(analysis, page.resolve("plots"));
            text.append("report: ").append(page.resolve("report.html")).append(System.lineSeparator());
        }
        ObjectNode json = json(analysis, ranking, differences, page);
        if (jsonFile != null) {
            OutputFile.write(named(jsonFile, ending), new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            return new Result(JsonNodeFactory.instance.objectNode().put("json", named(jsonFile, ending).toString()), "", problems);
        }
        return new Result(json, text.toString().stripTrailing(), problems);
    }

    /** Returns a file or folder, with what tells it from those of other groups before the ending of its name. */
    private static Path named(Path file, String ending) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return ending.isEmpty() ? file : file.resolveSibling(name.substring(0, dot) + ending + name.substring(dot));
    }

    private ReportInput page(SequenceSet set, List<RawRun> runs, Analysis analysis, List<Standing> ranking,
            List<PairedDifference> differences) {
        String best = ranking.get(0).tracker();
        String metric = analysis.metrics().keySet().iterator().next();
        List<String> worst = analysis.subjects().stream().map(Subject::name)
                .sorted(Comparator.comparingDouble(name -> analysis.score(best, metric, List.of(name)).value()))
                .filter(name -> analysis.score(best, metric, List.of(name)).measured() > 0).limit(ILLUSTRATED).toList();
        List<SequenceEntry> entries = worst.stream().map(name -> entry(set.sequence(name), runs, best, analysis.rules()))
                .filter(entry -> !entry.strips().isEmpty()).toList();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", commandLine());
        provenance.put("dataset", title);
        provenance.put("rules", analysis.rules().name());
        if (!edges.isEmpty()) {
            provenance.put("remark", edges);
        }
        provenance.put("bootstrap", "10000 paired draws, seed " + seed);
        for (Standing standing : ranking) {
            provenance.put("tracker " + standing.tracker(), standing.coverage() + " sequences");
        }
        return new ReportInput(ranking.size() == 1 ? best + " on " + title : "Trackers on " + title,
                "Raw results measured by the rules \"" + analysis.rules().name() + "\".", analysis, best, entries, differences,
                provenance);
    }

    private static SequenceEntry entry(Sequence sequence, List<RawRun> runs, String tracker, Rules rules) {
        SequenceBoxes found = runs.stream().filter(run -> run.tracker().equals(tracker))
                .flatMap(run -> run.read(sequence.name()).stream()).findFirst().orElseThrow();
        Track track = sequence.track(found.boxes(), found.seconds(), rules);
        return new SequenceEntry(sequence.name(), sequence.sentence(), Optional.of(track), "",
                SequenceStrip.of(sequence, found.boxes()).stream().toList());
    }

    private ObjectNode json(Analysis analysis, List<Standing> ranking, List<PairedDifference> differences, Path page) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("dataset", dataset).put("data", title).put("rules", analysis.rules().name()).put("sequences", analysis.subjects().size());
        StandingsJson.put(root.putObject("trackers"), analysis, ranking);
        if (!differences.isEmpty()) {
            differences.forEach(d -> root.withArray("differences").addObject().put("better", d.better())
                    .put("than", d.than()).put("metric", d.metric()).put("difference", d.difference()).put("low", d.low())
                    .put("high", d.high()).put("p", Double.isNaN(d.p()) ? null : d.p()).put("sequences", d.sequences()));
        }
        if (attributes) {
            analysis.attributes().forEach((name, sequences) ->
                    StandingsJson.put(root.withObject("/attributes").putObject(name), analysis,
                            analysis.standings(sequences)));
        }
        if (perSequence) {
            analysis.subjects().forEach(subject -> StandingsJson.put(
                    root.withObject("/perSequence").putObject(subject.name()), analysis,
                    analysis.standings(List.of(subject.name()))));
        }
        problems.forEach(root.putArray("problems")::add);
        if (!edges.isEmpty()) {
            root.put("remark", edges);
        }
        analysis.remarks().forEach(root.withArray("remarks")::add);
        if (page != null) {
            root.put("report", page.resolve("report.html").toString());
        }
        return root;
    }

    /**
     * What became of one sequence: a measurement, a problem and a digest of the boxes per run, all perhaps empty; its sentence;
     * and whether the size of its pictures is known.
     */
    private record Examined(Subject subject, List<Optional<Measurement>> measured, List<String> problems,
            List<String> boxes, String sentence, String damage, boolean sized) {

        static Examined of(
                SequenceSet set, String name, List<RawRun> runs, Rules rules, Collection<Metric> metrics) {
            Sequence sequence;
            try {
                sequence = set.has(name) ? set.sequence(name) : null;
            } catch (GladException e) {
                return without(name, runs, e.getMessage());
            }
            if (sequence == null) {
                return without(name, runs, "");
            }
            List<Optional<Measurement>> measured = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            List<String> boxes = new ArrayList<>();
            for (RawRun run : runs) {
                String digest = "";
                Optional<Measurement> found = Optional.empty();
                String problem = "";
                try {
                    Optional<SequenceBoxes> read = run.read(name);
                    digest = read.map(r -> digest(r.boxes())).orElse("");
                    found = read.map(r -> Measurement.of(sequence.track(r.boxes(), r.seconds(), rules), metrics));
                } catch (GladException e) {
                    problem = e.getMessage();
                }
                measured.add(found);
                problems.add(problem);
                boxes.add(digest);
            }
            return new Examined(new Subject(name, sequence.attributes()), measured, problems, boxes, sentence(sequence), "",
                    sequence.pictureSize().isPresent());
        }

        private static Examined without(String name, List<RawRun> runs, String damage) {
            return new Examined(new Subject(name, Set.of()),
                    Stream.<Optional<Measurement>>generate(Optional::empty).limit(runs.size()).toList(),
                    Stream.generate(() -> "").limit(runs.size()).toList(),
                    Stream.generate(() -> "").limit(runs.size()).toList(), "", damage, false);
        }

        /** Annotations are enough for figures, so a damaged sentence is no reason to give none. */
        private static String sentence(Sequence sequence) {
            try {
                return sequence.sentence();
            } catch (GladException e) {
                return e.getMessage();
            }
        }

        private static String digest(Boxes boxes) {
            ByteBuffer bytes = ByteBuffer.allocate(32 * boxes.size());
            bytes.asDoubleBuffer().put(boxes.numbers());
            return UUID.nameUUIDFromBytes(bytes.array()).toString();
        }
    }
}
