package glad.shell.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.eval.report.Report;
import glad.experiment.LoadedExperiment;
import glad.experiment.run.Evaluation;
import glad.experiment.run.EvaluationReport;
import glad.experiment.run.EvaluationResult;
import glad.experiment.run.Provenance;
import glad.experiment.run.RunFolder;
import glad.experiment.run.Tracker;
import glad.media.ReferenceTracker;
import glad.runtime.SessionBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Evaluates an experiment and trackers to compare with on the same sequences, and writes the report: the common part of
 * {@code demo} and {@code evaluate}.
 */
final class Benchmark {

    private final String dataset;
    private final Rules rules;
    private final SequenceSet set;
    private final List<String> names;
    private final Map<String, Metric> metrics;
    private final RunFolder folder;
    private final Provenance provenance;
    private final Function<String, Progress> progress;
    private final Map<String, EvaluationResult> results = new LinkedHashMap<>();

    /**
     * Prepares one.
     *
     * @param dataset the dataset's id
     * @param rules its rules
     * @param set its sequences
     * @param names which of its sequences
     * @param metrics by id, in the order of tables
     * @param folder where results and the report go
     * @param provenance where the results come from
     * @param progress makes a progress line
     */
    Benchmark(String dataset, Rules rules, SequenceSet set, List<String> names, Map<String, Metric> metrics, RunFolder folder,
            Provenance provenance, Function<String, Progress> progress) {
        this.dataset = dataset;
        this.rules = rules;
        this.set = set;
        this.names = List.copyOf(names);
        this.metrics = metrics;
        this.folder = folder;
        this.provenance = provenance;
        this.progress = progress;
    }

    /**
     * Evaluates the experiment; goes first.
     *
     * @param salt what decides a result besides the tracker and the sequence, such as the dataset's options
     * @param workers how many sequences are tracked at the same time
     * @param batched whether their frames go through the network together
     */
    EvaluationResult evaluate(LoadedExperiment loaded, String salt, int workers, boolean batched) {
        String name = loaded.experiment().name();
        String hash = loaded.contentHash(provenance) + salt;
        SequenceSet told = loaded.experiment().sentence().of(set);
        if (!batched) {
            return keep(name, folder, hash, told, loaded::tracker, workers);
        }
        try (SessionBatch batch = loaded.batch()) {
            return keep(name, folder, hash, told, () -> loaded.tracker(batch), workers);
        }
    }

    /** Evaluates a tracker to compare with. */
    void compare(ReferenceTracker reference, String salt) {
        keep(reference.id(), RunFolder.open(folder.path().resolve(reference.id())), reference.id() + salt, set,
                () -> Tracker.of(reference), 1);
    }

    private EvaluationResult keep(String name, RunFolder where, String hash, SequenceSet told,
            Supplier<Tracker> trackers, int workers) {
        try (Progress line = progress.apply(name)) {
            EvaluationResult result = new Evaluation(where, hash, p -> line.step(p.framesDone(), p.framesInAll(),
                    String.format(Locale.ROOT, "%s, %.1f frames/s, %d s left", p.sequence(), p.framesPerSecond(),
                            p.left().toSeconds()))).run(told, names, trackers, workers);
            results.put(name, result);
            return result;
        }
    }

    /** Writes {@code report.html} and {@code provenance.json}. */
    void report(String title, String description) {
        folder.write(provenance);
        String own = results.keySet().iterator().next();
        Report.write(EvaluationReport.of(title, description,
                EvaluationReport.analysis(dataset, rules, metrics, results), own, results.get(own), provenance),
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

    /** Returns one line per sequence without result. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        results.forEach((name, result) -> result.missing()
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
            put(node.putObject("metrics"), result.tracks(rules));
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
        results.forEach((name, result) -> text.append(row(name + " " + result.coverage(), values(result.tracks(rules)))));
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
