package glad.shell.internal.run;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.api.track.TrackerFactory;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.data.Datasets;
import glad.bench.data.SequenceChoice;
import glad.bench.look.CueNotes;
import glad.bench.look.View;
import glad.bench.results.Metrics;
import glad.experiment.Experiment;
import glad.experiment.SentenceMode;
import glad.experiment.SentenceTable;
import glad.runtime.Registry;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of what is evaluated on what, and how often. */
final class PlanOptions {

    private static final int SHOWN = 10;

    @Option(names = "--dataset", defaultValue = "procedural", split = ",", paramLabel = ShellCommand.DATASET,
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

    @Option(names = "--protocol", defaultValue = Datasets.ONE_PASS, paramLabel = "ID", description =
            "How often, from which frames and boxes each sequence is tracked: one-pass, temporal-robustness, spatial-robustness, or of"
            + " another bundle; ./glad components lists them (default: ${DEFAULT-VALUE}).")
    private String protocol;

    @Option(names = "--sentence", paramLabel = "MODE|FILE.csv", description =
            "What the tracker is told: written, official (as the dataset's official reader has it), class, none, shuffled (its words), other (another"
            + " sequence's), or sentences of"
            + " your own in a table of sequence,sentence (default: what the experiment says).")
    private String sentence;

    @Option(names = "--whole-pixels", description = "Measure boxes cut to whole pixels, as the official tracker stores them;"
            + " the results themselves stay exact.")
    private boolean wholePixels;

    @Option(names = "--trackers", split = ",", paramLabel = "ID",
            description = "Trackers to compare with: static, correlation, csrt, or of another bundle (./glad components lists them).")
    private List<String> trackers = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "1", paramLabel = "N", description =
            "Repeat everything with the next seeds, in folders that end in _001, _002, ...; prints the mean and its 95 %%"
            + " interval, as ./glad analyze does with these folders (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--cues", description = "Note what words and memory do in the frames that film strips show, and show it in the report; these"
            + " few frames are computed three times.")
    private boolean cues;

    @Option(names = "--look", paramLabel = "VIEWS", description = "Draw what the model computes in the middle and the last frame of each sequence, as"
            + " ./glad look does: attention, features, score, diffusion, cues, several with commas between, or all; into the run's folder look, one"
            + " to three JPEG files for a view and frame, at most 20 a sequence, and into the report. These two frames are computed up to three times.")
    private String look;

    @ArgGroup(heading = "")
    private ConcurrencyOptions together = new ConcurrencyOptions();

    /** Returns the changes of the experiment that follow. @param run which repetition, from 1 @param seed the first one's */
    String[] changes(int run, long seed) {
        Stream<String> told = sentence == null ? Stream.of() : Stream.of("sentence=" + (fromTable() ? "written" : sentence));
        return Stream.concat(told, run > 1 ? Stream.of("seed=" + (seed + run - 1)) : Stream.of()).toArray(String[]::new);
    }

    /** Tells whether several datasets are asked for. */
    boolean several() {
        return ids.size() > 1;
    }

    /** Returns what a tracker that isn't of an experiment is told. @throws GladException (usage) if there is no such mode */
    SentenceMode sentence() {
        return sentence == null || fromTable() ? SentenceMode.WRITTEN : SentenceMode.parse(sentence);
    }

    /** Tells whether frames go through a network together. */
    boolean batched() {
        return together.batched();
    }

    /** Says it in a line if words and memory are to be looked at where there are none. */
    void hearOfCues(Experiment experiment, Consumer<String> remark) {
        if (cues) {
            CueNotes.nothing(experiment).ifPresent(remark);
        }
    }

    /** Tells whether words and memory are looked at. */
    boolean cues() {
        return cues;
    }

    /** Tells whether frames are drawn from inside. */
    boolean looks() {
        return look != null;
    }

    /** Returns an evaluation that notes what words and memory do and draws what is inside, where that is asked for. */
    EvaluationRun noting(EvaluationRun evaluation) {
        if (cues) {
            evaluation.noteCues();
        }
        if (look != null) {
            evaluation.noteLook(View.parse(look));
        }
        return evaluation;
    }

    /** Returns how often everything is run. @throws GladException (usage) if that is out of range */
    int runs() {
        if (runs < 1 || runs > 999) {
            throw GladException.usage("option \"--runs\" is \"" + runs + "\"; expected a number from 1 to 999");
        }
        return runs;
    }

    private boolean fromTable() {
        return sentence != null && sentence.endsWith(".csv");
    }

    /**
     * Returns a plan for each dataset that has some of the sequences asked for.
     *
     * @param known the trackers to compare with that can be had
     * @param remark told of sentences that are for no sequence
     * @throws GladException if a dataset, sequence, tracker or number is wrong, or no images are there
     */
    List<EvaluationPlan> plans(Datasets datasets, Metrics metrics, Registry<TrackerFactory> known, Consumer<String> remark) {
        if (look != null) {
            View.parse(look); // a wrong one is refused before a model is loaded
        }
        Optional<SentenceTable> own = fromTable() ? Optional.of(SentenceTable.read(Path.of(sentence))) : Optional.empty();
        List<Registry.Entry<TrackerFactory>> references = trackers.stream().map(known::find).toList();
        if (ids.size() > 1 && (data != null || !dataOptions.isEmpty())) {
            throw GladException.usage("--data and --data-set belong to one dataset, --dataset has \"" + String.join(",", ids)
                    + "\"; set folders by ./glad data set, or run the datasets one by one");
        }
        Map<String, SequenceSet> sets = new LinkedHashMap<>();
        ids.forEach(id -> sets.put(id, datasets.open(id, data, dataOptions)));
        Map<String, List<String>> names = SequenceChoice.chosen(sets, sequences);
        own.ifPresent(table -> warnOfUnknown(table, sets, remark));
        List<EvaluationPlan> plans = new ArrayList<>();
        names.forEach((id, some) -> {
            refuseEmpty(id, sets.get(id), some);
            plans.add(new EvaluationPlan(id, dataOptions, sets.get(id), some, own,
                    wholePixels ? datasets.rules(id).onWholePixels() : datasets.rules(id), metrics.usual(), references,
                    together.count(), together.batched()).by(datasets, protocol));
        });
        return plans;
    }

    private static void refuseEmpty(String id, SequenceSet set, List<String> names) {
        if (names.stream().noneMatch(set::hasFrames)) {
            throw GladException.failure("of dataset \"" + id + "\" none of " + names.size() + " sequences, such as \""
                    + names.get(0) + "\", has its images there; check its folder by ./glad data verify " + id);
        }
    }

    /** A misspelt name in a table would only show as another sequence without a sentence. */
    private void warnOfUnknown(SentenceTable table, Map<String, SequenceSet> sets, Consumer<String> remark) {
        Set<String> unknown = new TreeSet<>(table.sequences());
        sets.values().forEach(set -> set.names().forEach(unknown::remove));
        if (!unknown.isEmpty()) {
            remark.accept("\"" + sentence + "\" has sentences for what is no sequence of " + String.join(", ", sets.keySet()) + ": "
                    + some(unknown));
        }
    }

    /** Returns the first of some names. */
    static String some(Collection<String> names) {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (names.size() > SHOWN ? ", ..." : "");
    }
}
