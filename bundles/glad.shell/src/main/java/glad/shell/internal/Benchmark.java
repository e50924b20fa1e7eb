package glad.shell.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.bench.run.Evaluation;
import glad.bench.run.EvaluationReport;
import glad.bench.run.EvaluationResult;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import glad.bench.run.Tracker;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.Subject;
import glad.eval.report.Report;
import glad.experiment.ContentHash;
import glad.experiment.LoadedExperiment;
import glad.media.ReferenceTracker;
import glad.runtime.FrameThreads;
import glad.runtime.SessionBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Evaluates an experiment and trackers to compare with on the same sequences, and writes the report: the common part of
 * {@code demo} and {@code evaluate}.
 */
final class Benchmark {

    /** Marks a tracker whose weights were trained with a part that it does without. */
    static final String NOT_RETRAINED = "not retrained";

    private final String dataset;
    private final Rules rules;
    private final SequenceSet set;
    private final List<String> names;
    private final List<String> there;
    private final Map<String, Metric> metrics;
    private final RunFolder folder;
    private final Provenance provenance;
    private final Function<String, Progress> progress;
    private final StopRequest stop;
    private final Map<String, EvaluationResult> results = new LinkedHashMap<>();
    private final Map<String, String> marks = new HashMap<>();

    /**
     * Prepares one.
     *
     * @param dataset the dataset's id
     * @param rules its rules
     * @param set its sequences
     * @param names which of its sequences; those without pictures aren't tracked and have no result
     * @param metrics by id, in the order of tables
     * @param folder where results and the report go
     * @param provenance where the results come from
     * @param progress makes a progress line
     * @param stop asks to stop
     */
    Benchmark(String dataset, Rules rules, SequenceSet set, List<String> names, Map<String, Metric> metrics, RunFolder folder,
            Provenance provenance, Function<String, Progress> progress, StopRequest stop) {
        this.dataset = dataset;
        this.rules = rules;
        this.set = set;
        this.names = List.copyOf(names);
        this.there = names.stream().filter(set::hasFrames).toList();
        this.metrics = metrics;
        this.folder = folder;
        this.provenance = provenance;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Evaluates the experiment; goes first.
     *
     * @param models the experiment on each device
     * @param content all that decides the results besides the sequence, by name
     * @param workers how many sequences each of them tracks at the same time
     * @param batched whether their frames go through its network together
     * @param threads what a single sequence at a time is computed on
     */
    EvaluationResult evaluate(List<LoadedExperiment> models, SortedMap<String, String> content, int workers,
            boolean batched, FrameThreads threads) {
        List<SessionBatch> batches = new ArrayList<>();
        if (!models.get(0).switchedOff().isEmpty()) {
            marks.put(provenance.tracker(), NOT_RETRAINED);
        }
        try {
            List<Supplier<Tracker>> trackers = new ArrayList<>();
            for (LoadedExperiment model : models) {
                boolean alone = models.size() * workers == 1;
                Supplier<Tracker> maker = alone ? () -> Tracker.of(model, threads) : () -> Tracker.of(model);
                if (batched) {
                    SessionBatch batch = model.batch();
                    batches.add(batch);
                    maker = () -> Tracker.of(model, batch);
                }
                trackers.addAll(Collections.nCopies(workers, maker));
            }
            return keep(provenance.tracker(), folder, ContentHash.of(content.toString()),
                    models.get(0).experiment().sentence().of(set), trackers);
        } finally {
            batches.forEach(SessionBatch::close);
        }
    }

    /** Evaluates a tracker to compare with. */
    EvaluationResult compare(ReferenceTracker reference, String salt) {
        return keep(reference.id(), RunFolder.open(folder.path().resolve(reference.id())), reference.id() + salt, set,
                List.of(() -> Tracker.of(reference)));
    }

    private EvaluationResult keep(String name, RunFolder where, String hash, SequenceSet told,
            List<Supplier<Tracker>> trackers) {
        try (Progress line = progress.apply(name)) {
            Evaluation evaluation = new Evaluation(where, hash, p -> line.step(p.framesDone(), p.framesInAll(),
                    String.format(Locale.ROOT, "%s, %.1f frames/s, %d s left", p.sequence(), p.framesPerSecond(),
                            p.left().toSeconds())));
            EvaluationResult result = stop.during(evaluation::stop, () -> evaluation.run(told, there, trackers).among(names));
            results.put(name, result);
            return result;
        }
    }

    /** Returns the runs of the experiment and of the trackers compared with, measured. */
    List<MeasuredRun> measured() {
        return results.entrySet().stream().map(e -> e.getValue().measured(e.getKey(), rules, metrics.values())).toList();
    }

    /** Returns the figures of several runs over the same sequences, taken together. */
    static Analysis together(List<Benchmark> runs) {
        Benchmark first = runs.get(0);
        return new Analysis(first.dataset, first.rules, first.names.stream().map(n -> new Subject(n, Set.of())).toList(),
                first.metrics, runs.stream().flatMap(run -> run.measured().stream()).toList()).with(first.marks, List.of());
    }

    /** Writes {@code report.html} and {@code provenance.json}. */
    void report(String title, String description) {
        folder.write(provenance);
        String own = results.keySet().iterator().next();
        Report.write(EvaluationReport.of(title, description,
                EvaluationReport.analysis(dataset, rules, metrics, results).with(marks, List.of()), own, results.get(own), provenance),
                folder.path().resolve("report.html"));
    }

    /** Returns a metric of the experiment; NaN if nothing was finished or there is no such metric. */
    double value(String metric) {
        Metric found = metrics.get(metric);
        return found == null ? Double.NaN : found.measure(results.values().iterator().next().tracks(rules));
    }

    /**
     * Tells whether there is something to measure by: a test set that publishes the first box of a sequence only has boxes
     * that aren't numbers behind it.
     */
    boolean measurable() {
        return results.values().stream().flatMap(result -> result.outcomes().stream())
                .flatMap(outcome -> outcome.sequence().stream())
                .anyMatch(sequence -> sequence.boxes().size() == 1
                        || sequence.boxes().stream().skip(1).anyMatch(box -> !Double.isNaN(box.x())));
    }

    /** Returns in how many sequences the experiment's diffusion features came from the cache. */
    long startedFromCache() {
        return results.values().iterator().next().outcomes().stream().flatMap(outcome -> outcome.result().stream())
                .filter(SequenceResult::startedFromCache).count();
    }

    /** Tells whether any sequence of any tracker is finished. */
    boolean anyFinished() {
        return results.values().stream().anyMatch(result -> result.missing().size() < result.outcomes().size());
    }

    /** Returns how many of the experiment's sequences are finished. */
    String coverage() {
        return results.values().iterator().next().coverage();
    }

    /** Returns one line per sequence without result. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        results.forEach((name, result) -> result.missing().stream().filter(o -> there.contains(o.name()))
                .forEach(o -> problems.add(name + " has no result for sequence \"" + o.name() + "\": " + o.problem())));
        return problems;
    }

    /** Returns everything as an object. */
    ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode trackers = root.putObject("trackers");
        results.forEach((name, result) -> {
            ObjectNode node = trackers.putObject(name);
            node.put("sequences", result.outcomes().size()).put("finished", result.tracks(rules).size());
            if (marks.containsKey(name)) {
                node.put("mark", marks.get(name));
            }
            put(node.putObject("metrics"), result.tracks(rules));
            if (result == results.values().iterator().next()) {
                node.put("startedFromCache", startedFromCache());
            }
            ObjectNode each = node.putObject("perSequence");
            result.tracks(rules).forEach(track -> put(each.putObject(track.sequence()), List.of(track)));
        });
        problems().forEach(root.putArray("problems")::add);
        root.put("report", folder.path().resolve("report.html").toString());
        root.set("provenance", new JsonMapper().valueToTree(provenance));
        return root;
    }

    private void put(ObjectNode node, List<Track> tracks) {
        metrics.forEach((id, metric) -> {
            double value = metric.measure(tracks);
            if (Double.isNaN(value)) {
                node.putNull(id);
            } else {
                node.put(id, value);
            }
        });
    }

    /** Returns a table: a row per sequence and tracker, the trackers' own rows last. */
    String table() {
        StringBuilder text = new StringBuilder(row("", metrics.values().stream().map(Metric::name).toList()));
        EvaluationResult own = results.values().iterator().next();
        own.tracks(rules).forEach(track -> text.append(row("  " + track.sequence(), values(List.of(track)))));
        results.forEach((name, result) -> text.append(row(name + (marks.containsKey(name) ? " (" + marks.get(name) + ")" : "")
                + " " + result.coverage(), values(result.tracks(rules)))));
        return text.toString();
    }

    private List<String> values(List<Track> tracks) {
        return metrics.values().stream().map(metric -> metric.measure(tracks))
                .map(v -> Double.isNaN(v) ? "-" : String.format(Locale.ROOT, "%.1f", v)).toList();
    }

    private static String row(String head, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format("%-36s", head));
        cells.forEach(cell -> row.append(String.format(" %20s", cell)));
        return row.append(System.lineSeparator()).toString();
    }
}
