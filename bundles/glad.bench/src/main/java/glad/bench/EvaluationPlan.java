package glad.bench;

import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.track.TrackerFactory;
import glad.bench.data.ChosenSequences;
import glad.bench.data.Datasets;
import glad.bench.run.RunFolder;
import glad.experiment.SentenceTable;
import glad.runtime.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is evaluated, on what, and how; {@link EvaluationRun} does it.
 *
 * @param dataset the dataset's id
 * @param dataOptions the options that it was opened with, {@code KEY=VALUE} each
 * @param set its sequences, or the runs over them that the protocol consists of
 * @param names which of them, in order; those without images aren't tracked and have no result
 * @param sentences a user's own sentences in place of the dataset's; empty for the dataset's
 * @param rules to measure by
 * @param metrics by id, in the order of tables
 * @param references trackers to compare with
 * @param workers how many sequences each model tracks at the same time
 * @param batched whether their frames go through its network together
 * @param protocol the id of the protocol that the set is of
 */
public record EvaluationPlan(String dataset, List<String> dataOptions, SequenceSet set, List<String> names,
        Optional<SentenceTable> sentences, Rules rules, Map<String, Metric> metrics,
        List<Registry.Entry<TrackerFactory>> references, int workers, boolean batched, String protocol) {

    /** In place of a sentence mode where the sentences are a user's own. */
    static final String OWN_SENTENCES = "of a table";

    /** Copies lists and map. */
    public EvaluationPlan {
        dataOptions = List.copyOf(dataOptions);
        names = List.copyOf(names);
        metrics = new LinkedHashMap<>(metrics);
        references = List.copyOf(references);
    }

    /** Makes the plan of one-pass evaluation. */
    public EvaluationPlan(String dataset, List<String> dataOptions, SequenceSet set, List<String> names,
            Optional<SentenceTable> sentences, Rules rules, Map<String, Metric> metrics,
            List<Registry.Entry<TrackerFactory>> references, int workers, boolean batched) {
        this(dataset, dataOptions, set, names, sentences, rules, metrics, references, workers, batched, Datasets.ONE_PASS);
    }

    /**
     * Returns the plan of a dataset as it is, by its own rules, one sequence after the other, compared with nobody.
     *
     * @param metrics by id, in the order of tables
     */
    public static EvaluationPlan of(String dataset, SequenceSet set, Rules rules, Map<String, Metric> metrics) {
        return new EvaluationPlan(dataset, List.of(), set, set.names(), Optional.empty(), rules, metrics, List.of(), 1, false);
    }

    /** Returns this of some of its sequences. @param some their names, in order */
    public EvaluationPlan among(List<String> some) {
        return new EvaluationPlan(dataset, dataOptions, set, some, sentences, rules, metrics, references, workers, batched, protocol);
    }

    /** Returns this with trackers to compare with. */
    public EvaluationPlan comparedWith(List<Registry.Entry<TrackerFactory>> trackers) {
        return new EvaluationPlan(dataset, dataOptions, set, names, sentences, rules, metrics, trackers, workers, batched, protocol);
    }

    /**
     * Returns this by another protocol than one-pass evaluation.
     *
     * @param datasets knows the protocol
     * @param id the protocol's
     * @throws glad.api.GladException (usage) if there is no such protocol
     */
    public EvaluationPlan by(Datasets datasets, String id) {
        SequenceSet runs = datasets.runs(id, new ChosenSequences(set, names));
        return new EvaluationPlan(dataset, dataOptions, runs, runs.names(), sentences, rules, metrics, references, workers, batched,
                id);
    }

    /** Tells whether each sequence is run once, from its first frame. */
    public boolean isOnePass() {
        return protocol.equals(Datasets.ONE_PASS);
    }

    /** Returns what of this decides results, by name. */
    SortedMap<String, String> content() {
        SortedMap<String, String> content = new TreeMap<>();
        content.put(RunFolder.DATASET, dataset);
        if (!isOnePass()) {
            content.put(RunFolder.PROTOCOL, protocol);
        }
        dataOptions.forEach(option -> content.put(RunFolder.DATASET_OPTION + option.split("=", 2)[0], option.split("=", 2)[1]));
        if (sentences.isPresent()) {
            content.put("sentence", OWN_SENTENCES);
        }
        return content;
    }

    /** Returns what reports call the data: the dataset's id, with the protocol behind it if that isn't one-pass evaluation. */
    public String title() {
        return isOnePass() ? dataset : dataset + ", " + protocol;
    }

    /** Returns the sequences with the sentences that there are for them. */
    public SequenceSet told() {
        return sentences.map(table -> table.of(set)).orElse(set);
    }

    /** Returns the names of the sequences that have no images here. */
    public List<String> absent() {
        return names.stream().filter(name -> !set.hasFrames(name)).toList();
    }
}
