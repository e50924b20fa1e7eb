package glad.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.SentenceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An evaluation as its folder keeps it, to be repeated.
 *
 * @param folder of the run
 * @param provenance where its results come from
 * @param content all that decided them
 * @param experiment what was run; empty if it was a tracker of a bundle
 * @param plan the sequences that have results, on the dataset as it is opened now, compared with nobody, one after the other
 */
public record StoredEvaluation(RunFolder folder, Provenance provenance, SortedMap<String, String> content,
        Optional<Experiment> experiment, EvaluationPlan plan) {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String SENTENCE = "sentence";

    /** Copies the map. */
    public StoredEvaluation {
        content = new TreeMap<>(content);
    }

    /**
     * Reads it.
     *
     * @param place the dataset's folder, or null for the one that the settings know
     * @throws GladException (usage) if the folder keeps too little to be repeated: results that were imported, a training, sentences of a table,
     *         or its dataset lacks a sequence; (failure) if it can't be read
     */
    public static StoredEvaluation read(RunFolder folder, Datasets datasets, Metrics metrics, Path place) {
        Path path = folder.path();
        Optional<SortedMap<String, String>> content = folder.content().filter(c -> c.containsKey(RunFolder.DATASET));
        Optional<Provenance> provenance = folder.provenance();
        if (content.isEmpty() || provenance.isEmpty()) {
            throw GladException.usage("\"" + path + "\" doesn't say what was evaluated on what, as a training or imported results don't;"
                    + " expected the run of ./glad evaluate or of an ablation's cell");
        }
        SortedMap<String, String> all = content.get();
        if (EvaluationPlan.OWN_SENTENCES.equals(all.get(SENTENCE))) {
            throw GladException.usage("\"" + path + "\" was made with sentences of a table, which it doesn't keep; repeat it by its command: "
                    + provenance.get().command());
        }
        String id = all.get(RunFolder.DATASET);
        List<String> options = all.entrySet().stream().filter(e -> e.getKey().startsWith(RunFolder.DATASET_OPTION))
                .map(e -> e.getKey().substring(RunFolder.DATASET_OPTION.length()) + "=" + e.getValue()).toList();
        EvaluationPlan whole = new EvaluationPlan(id, options, datasets.open(id, place, options), List.of(), Optional.empty(),
                datasets.rules(id), metrics.usual(), List.of(), 1, false);
        EvaluationPlan plan = whole.among(whole.set().names()).by(datasets, all.getOrDefault(RunFolder.PROTOCOL, Datasets.ONE_PASS));
        return new StoredEvaluation(folder, provenance.get(), all, experiment(path, provenance.get(), all), plan.among(finished(folder, plan)));
    }

    private static List<String> finished(RunFolder folder, EvaluationPlan plan) {
        List<String> finished = plan.names().stream().filter(name -> folder.contentHash(name).isPresent()).toList();
        if (finished.isEmpty()) {
            throw GladException.usage("\"" + folder.path() + "\" has no result for a sequence that dataset \"" + plan.dataset()
                    + "\" has now; there is nothing to compare with");
        }
        return finished;
    }

    private static Optional<Experiment> experiment(Path folder, Provenance provenance, SortedMap<String, String> content) {
        Path file = folder.resolve("experiment.yaml");
        if (content.containsKey("tracker")) {
            return Optional.empty();
        }
        try {
            if (YAML.readTree(Files.readString(file)) instanceof ObjectNode tree) {
                return Optional.of(Experiment.of(provenance.experiment(), tree));
            }
            throw GladException.failure("\"" + file + "\" is damaged: it has no keys; it can't be repeated");
        } catch (JsonProcessingException e) {
            throw GladException.failure("\"" + file + "\" is damaged: " + e.getOriginalMessage() + "; it can't be repeated", e);
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; without it the run can't be repeated", e);
        }
    }

    /** Returns what a tracker of a bundle was told. */
    public SentenceMode told() {
        return SentenceMode.parse(content.getOrDefault(SENTENCE, SentenceMode.WRITTEN.name().toLowerCase(Locale.ROOT)));
    }
}
