package glad.bench.run;

import glad.api.data.Sequence;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.bench.cues.SequenceCues;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.report.FilmStrip;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import glad.eval.report.TintedSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns the results of evaluations into an analysis and a report. */
public final class EvaluationReport {

    /** Marks a tracker whose weights were trained with a part that it does without. */
    public static final String NOT_RETRAINED = "not retrained";

    /** Sequences shown as film strips: the worst ones. */
    public static final int ILLUSTRATED = 12;

    private EvaluationReport() {}

    /**
     * Returns the figures of trackers evaluated on the same sequences.
     *
     * @param dataset the dataset's name
     * @param rules to measure by
     * @param metrics by id, in the order of tables
     * @param results by tracker, the report's own first
     */
    public static Analysis analysis(
            String dataset, Rules rules, Map<String, Metric> metrics, Map<String, EvaluationResult> results) {
        List<MeasuredSequence> subjects = results.values().iterator().next().outcomes().stream()
                .map(o -> new MeasuredSequence(o.name(), o.sequence().map(Sequence::attributes).orElse(Set.of()))).toList();
        List<MeasuredRun> runs = new ArrayList<>();
        results.forEach((tracker, result) -> runs.add(result.measured(tracker, rules, metrics.values())));
        return new Analysis(dataset, rules, subjects, metrics, runs);
    }

    /**
     * Returns what the report shows; a few frames of the worst sequences are read and drawn.
     *
     * @param title the page's heading
     * @param description one or two sentences below it
     * @param analysis made of this result and perhaps others
     * @param tracker what the analysis calls the tracker of this result
     * @param result the evaluation that the page is about
     * @param provenance where the figures come from
     * @param cues what was noted of a sequence's words and memory, by its name
     * @param looks what was drawn of the inside of a sequence's frames, by its name
     * @param otherwise evaluations that were told other sentences of some of the sequences, shown below this one's
     */
    public static ReportInput of(String title, String description, Analysis analysis, String tracker,
            EvaluationResult result, Provenance provenance, Function<String, Optional<SequenceCues>> cues,
            Function<String, List<FilmStrip>> looks, List<EvaluationResult> otherwise) {
        Set<String> worst = Set.copyOf(analysis.worst(tracker, ILLUSTRATED));
        Map<String, String> problems = analysis.runs(tracker).get(0).problems();
        List<SequenceEntry> entries = result.outcomes().stream().map(o -> entry(o, analysis.rules(),
                problems.getOrDefault(o.name(), ""), worst.contains(o.name()), cues, looks, otherwise)).toList();
        Map<String, String> facts = provenance.facts();
        double own = result.ownFramesPerSecond();
        if (!Double.isNaN(own)) {
            facts.put("frames per second by the tracker's own account", String.format(Locale.ROOT, "%.1f", own));
        }
        return new ReportInput(title, description, analysis, tracker, entries, List.of(), facts);
    }

    private static SequenceEntry entry(SequenceOutcome outcome, Rules rules, String problem, boolean illustrated,
            Function<String, Optional<SequenceCues>> cues, Function<String, List<FilmStrip>> looks, List<EvaluationResult> otherwise) {
        Optional<Track> track = outcome.track(rules);
        List<FilmStrip> strips = new ArrayList<>();
        List<TintedSentence> words = new ArrayList<>();
        if (track.isPresent() && illustrated) {
            Sequence sequence = outcome.sequence().orElseThrow();
            FilmStrips.of(sequence, track.get().predicted()).ifPresent(strips::add);
            otherwise.forEach(other -> strips.addAll(told(other, outcome.name(), rules)));
            cues.apply(outcome.name()).ifPresent(noted -> {
                strips.addAll(CueStrips.of(sequence, noted));
                words.addAll(CueStrips.words(noted));
            });
            strips.addAll(looks.apply(outcome.name()));
        }
        return new SequenceEntry(
                outcome.name(), outcome.sequence().map(one -> one.sentences().text()).orElse(""), track, problem, strips, words);
    }

    private static List<FilmStrip> told(EvaluationResult other, String name, Rules rules) {
        return other.outcomes().stream().filter(outcome -> outcome.name().equals(name)).flatMap(outcome -> outcome.track(rules).stream().flatMap(track -> {
            Sequence sequence = outcome.sequence().orElseThrow();
            return FilmStrips.of(sequence, track.predicted()).stream()
                    .map(strip -> new FilmStrip(strip.image(), "told \"" + sequence.sentences().text() + "\" instead: " + strip.caption()));
        })).toList();
    }
}
