package glad.bench;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.bench.cues.SequenceCues;
import glad.bench.look.CueNotes;
import glad.bench.look.LookNotes;
import glad.bench.look.LookStrips;
import glad.bench.look.View;
import glad.bench.run.Evaluation;
import glad.bench.run.EvaluationProgress;
import glad.bench.run.EvaluationReport;
import glad.bench.run.EvaluationResult;
import glad.bench.run.FrameWatch;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFigures;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import glad.bench.run.SessionTracker;
import glad.eval.analysis.Analysis;
import glad.eval.report.Report;
import glad.experiment.ContentHash;
import glad.experiment.LoadedExperiment;
import glad.experiment.SentenceMode;
import glad.runtime.FrameThreads;
import glad.runtime.Registry;
import glad.runtime.Session;
import glad.runtime.SessionBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An experiment or a tracker of a bundle, and trackers to compare with, evaluated on the same sequences into a run's folder. Sequences
 * that are finished there aren't tracked again.
 *
 * <pre>{@code
 * EvaluationRun run = EvaluationRun.begin(EvaluationPlan.of("mine", set, rules, metrics), folder, loaded, provenance);
 * run.run(List.of(loaded), threads, (tracker, progress) -> {});
 * Analysis figures = run.analysis();
 * }</pre>
 *
 * For one run.
 */
public final class EvaluationRun {

    private final EvaluationPlan plan;
    private final RunFolder folder;
    private final Provenance provenance;
    private final SortedMap<String, String> content;
    private final String occasion;
    private final Map<String, EvaluationResult> results = new LinkedHashMap<>();
    private Analysis analysis;
    private Evaluation evaluation;
    private boolean asked;
    private final List<BiFunction<LoadedExperiment, Session, FrameWatch>> watches = new ArrayList<>();

    /** Is told how far it is. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /** Hears of a frame of a tracker; in the thread that tracked it, one frame at a time. */
        void step(String tracker, EvaluationProgress progress);
    }

    /**
     * Makes one that goes on with results of the same content, whatever else the folder holds.
     *
     * @param provenance where the results come from; names the experiment's run
     * @param content all that decides the experiment's results besides the sequence, by name
     * @param occasion what decides those of the trackers to compare with
     */
    public EvaluationRun(EvaluationPlan plan, RunFolder folder, Provenance provenance, SortedMap<String, String> content,
            String occasion) {
        this.plan = plan;
        this.folder = folder;
        this.provenance = provenance;
        this.content = content;
        this.occasion = occasion;
    }

    /**
     * Makes one in a folder that takes no results of anything else, and writes there what is run.
     *
     * @param experiment on any of its devices; its run is {@linkplain LoadedExperiment#on on the dataset}
     * @throws glad.api.GladException (usage) if the folder holds results of another run; (failure) if it can't be written
     */
    public static EvaluationRun begin(EvaluationPlan plan, RunFolder folder, LoadedExperiment experiment, Provenance provenance) {
        LoadedExperiment loaded = experiment.on(plan.dataset());
        EvaluationRun run = begin(plan, folder, RunContent.of(loaded, provenance), provenance);
        folder.write(loaded.experiment().tree());
        return run;
    }

    /**
     * Makes one in a folder that takes no results of anything else.
     *
     * @param tracker of a bundle
     * @param sentence what the tracker is told
     * @throws glad.api.GladException (usage) if the folder holds results of another run; (failure) if it can't be written
     */
    public static EvaluationRun begin(EvaluationPlan plan, RunFolder folder, Registry.Entry<TrackerFactory> tracker,
            SentenceMode sentence, Provenance provenance) {
        SortedMap<String, String> content = RunContent.of(tracker, provenance);
        if (sentence != SentenceMode.WRITTEN) {
            content.put("sentence", sentence.name().toLowerCase(Locale.ROOT));
        }
        return begin(plan, folder, content, provenance);
    }

    private static EvaluationRun begin(EvaluationPlan plan, RunFolder folder, SortedMap<String, String> content,
            Provenance provenance) {
        content.putAll(plan.content());
        folder.claim(content);
        folder.write(provenance);
        return new EvaluationRun(plan, folder, provenance, content, plan.title() + plan.dataOptions());
    }

    /** Asks {@link #run} to return after the current frame. May be called by any thread. */
    public synchronized void stop() {
        asked = true;
        if (evaluation != null) {
            evaluation.stop();
        }
    }

    private synchronized void begun(Evaluation begun) {
        evaluation = begun;
        if (asked) {
            begun.stop();
        }
    }

    /**
     * Asks {@link #run} to note what words and memory do in the frames that film strips show, in {@code cues/SEQUENCE.json}, and reports to draw it.
     * Sequences that are finished already aren't tracked for it.
     *
     * @throws glad.api.GladException (usage) if frames of several sequences go through the network together
     */
    public void noteCues() {
        watch("--cues", (loaded, session) -> new CueNotes(loaded, session, (name, cues) -> folder.write(SequenceCues.file(name), cues.json())));
    }

    /**
     * Asks {@link #run} to draw what the model computes in the middle and the last frame of each sequence, in {@code look/SEQUENCE/}, and reports to
     * show it. Sequences that are finished already aren't tracked for it.
     *
     * @param views what of it
     * @throws glad.api.GladException (usage) if frames of several sequences go through the network together
     */
    public void noteLook(Set<View> views) {
        watch("--look", (loaded, session) -> new LookNotes(loaded, session, views, folder::write));
    }

    private void watch(String option, BiFunction<LoadedExperiment, Session, FrameWatch> watch) {
        if (plan.batched()) {
            throw GladException.usage("option \"" + option + "\" looks into one sequence at a time; leave \"--batch\" out");
        }
        watches.add(watch);
    }

    /**
     * Evaluates the experiment, then the others, to the end or until it is stopped.
     *
     * @param models the experiment on each device
     * @param threads what a single sequence at a time is computed on
     * @throws glad.api.GladException (failure) if the folder can't be written, or another evaluation is writing it
     */
    public void run(List<LoadedExperiment> models, FrameThreads threads, Listener listener) {
        List<SessionBatch> batches = new ArrayList<>();
        Map<String, String> marks = new HashMap<>();
        if (!models.get(0).switchedOff().isEmpty()) {
            marks.put(provenance.tracker(), EvaluationReport.NOT_RETRAINED);
        }
        try {
            List<Supplier<Tracker>> trackers = new ArrayList<>();
            for (LoadedExperiment each : models) {
                LoadedExperiment model = each.on(plan.dataset());
                boolean alone = models.size() * plan.workers() == 1;
                Supplier<Tracker> maker = alone ? () -> SessionTracker.of(model, threads) : () -> SessionTracker.of(model);
                if (!watches.isEmpty()) {
                    maker = () -> watched(model, alone ? model.session(threads) : model.session());
                }
                if (plan.batched()) {
                    SessionBatch batch = model.batch();
                    batches.add(batch);
                    maker = () -> SessionTracker.of(model, batch);
                }
                trackers.addAll(Collections.nCopies(plan.workers(), maker));
            }
            own(models.get(0).experiment().sentence(), trackers, listener);
        } finally {
            batches.forEach(SessionBatch::close);
        }
        compare(marks, listener);
    }

    private Tracker watched(LoadedExperiment model, Session session) {
        return SessionTracker.watched(session, model, watches.stream().map(watch -> watch.apply(model, session)).toList());
    }

    /**
     * Evaluates a tracker of a bundle, then the others, to the end or until it is stopped.
     *
     * @param sentence what the tracker is told
     * @throws glad.api.GladException (failure) if the folder can't be written, or another evaluation is writing it
     */
    public void run(Registry.Entry<TrackerFactory> tracker, SentenceMode sentence, Listener listener) {
        own(sentence, Collections.nCopies(plan.workers(), tracker.service()::create), listener);
        compare(Map.of(), listener);
    }

    private void own(SentenceMode sentence, List<Supplier<Tracker>> trackers, Listener listener) {
        keep(provenance.tracker(), folder, ContentHash.of(content.toString()), sentence.of(plan.told()), trackers, listener);
    }

    private void compare(Map<String, String> marks, Listener listener) {
        for (Registry.Entry<TrackerFactory> reference : plan.references()) {
            if (!stopped()) {
                String hash = ContentHash.of(RunContent.of(reference, provenance).toString(), occasion);
                keep(reference.id(), RunFolder.open(folder.path().resolve(reference.id())), hash, plan.told(),
                        List.of(reference.service()::create), listener);
            }
        }
        analysis = EvaluationReport.analysis(plan.title(), plan.rules(), plan.metrics(), results).with(marks, List.of());
        if (!stopped()) {
            folder.write(RunFigures.FILE, RunFigures.of(plan.title(), analysis.standing(tracker(), plan.names()), plan.metrics().keySet()));
        }
    }

    private void keep(String name, RunFolder where, String hash, SequenceSet told, List<Supplier<Tracker>> trackers,
            Listener listener) {
        Evaluation next = new Evaluation(where, hash, progress -> listener.step(name, progress));
        begun(next);
        List<String> there = plan.names().stream().filter(plan.set()::hasFrames).toList();
        results.put(name, next.run(told, there, trackers).among(plan.names()));
    }

    /** Tells whether it was stopped before its last sequence. */
    public boolean stopped() {
        return results.values().stream().anyMatch(EvaluationResult::stopped);
    }

    /** Returns the figures of the experiment and of the trackers compared with. */
    public Analysis analysis() {
        return analysis;
    }

    /** Returns what became of the sequences, by tracker, the experiment's own first. */
    public Map<String, EvaluationResult> results() {
        return Collections.unmodifiableMap(results);
    }

    /** Returns what became of the experiment's sequences. */
    public EvaluationResult result() {
        return results.get(tracker());
    }

    /** Returns what tables call the experiment's run. */
    public String tracker() {
        return provenance.tracker();
    }

    /** Returns where the results come from. */
    public Provenance provenance() {
        return provenance;
    }

    /** Returns the plan. */
    public EvaluationPlan plan() {
        return plan;
    }

    /** Returns the folder. */
    public Path folder() {
        return folder.path();
    }

    /**
     * Tells whether there is something to measure by: a test set that publishes the first box of a sequence only has boxes
     * that aren't numbers behind it.
     */
    public boolean measurable() {
        return results.values().stream().flatMap(result -> result.outcomes().stream())
                .flatMap(outcome -> outcome.sequence().stream())
                .anyMatch(sequence -> sequence.boxes().size() == 1
                        || sequence.boxes().stream().skip(1).anyMatch(box -> !Double.isNaN(box.x())));
    }

    /** Returns in how many sequences the experiment's diffusion features came from the cache. */
    public long startedFromCache() {
        return result().outcomes().stream().flatMap(outcome -> outcome.result().stream())
                .filter(SequenceResult::startedFromCache).count();
    }

    /** Tells whether any sequence of any tracker is finished. */
    public boolean anyFinished() {
        return results.values().stream().anyMatch(result -> result.missing().size() < result.outcomes().size());
    }

    /** Returns one line per sequence that has images and no result. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        results.forEach((name, result) -> result.missing().stream().filter(o -> plan.set().hasFrames(o.name()))
                .forEach(o -> problems.add(name + " has no result for sequence \"" + o.name() + "\": " + o.problem())));
        return problems;
    }

    /**
     * Writes {@code report.html} and {@code provenance.json}.
     *
     * @param title the page's heading
     * @param description one or two sentences below it
     * @return the page
     * @throws glad.api.GladException (failure) if they can't be written
     */
    public Path report(String title, String description) {
        return report(title, description, List.of());
    }

    /**
     * Writes the same with film strips of other runs below this one's.
     *
     * @param otherwise told other sentences of some of the same sequences
     */
    public Path report(String title, String description, List<EvaluationRun> otherwise) {
        folder.write(provenance);
        Path page = folder.path().resolve("report.html");
        Report.write(EvaluationReport.of(title, description, analysis, tracker(), result(), provenance,
                name -> SequenceCues.read(folder.path(), name), name -> LookStrips.read(folder.path(), name), otherwise.stream().map(EvaluationRun::result).toList()), page);
        return page;
    }
}
