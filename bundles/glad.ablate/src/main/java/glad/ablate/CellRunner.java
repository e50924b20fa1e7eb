package glad.ablate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.Staleness;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.LoadedExperiment;
import glad.jobs.Spec;
import glad.jobs.State;
import glad.jobs.TaskControl;
import glad.jobs.TaskRunner;
import glad.runtime.FeatureStore;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Evaluates cells of ablations into the folders of their content; what they are evaluated with is trained before. */
@Component(service = TaskRunner.class)
public final class CellRunner implements TaskRunner {

    /** The kind of its jobs. */
    public static final String KIND = "ablation";

    private final ExperimentLoader loader;
    private final FeatureStore features;
    private final Datasets datasets;
    private final Metrics metrics;
    private final CellStore store;
    private final CellTrainer trainer;
    private final TrackerCells trackers;

    /** Made by the component runtime. */
    @Activate
    public CellRunner(@Reference ExperimentLoader loader, @Reference FeatureStore features, @Reference Datasets datasets,
            @Reference Metrics metrics, @Reference CellStore store, @Reference CellTrainer trainer, @Reference TrackerCells trackers) {
        this.trackers = trackers;
        this.loader = loader;
        this.features = features;
        this.datasets = datasets;
        this.metrics = metrics;
        this.store = store;
        this.trainer = trainer;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * Returns the task of a cell: all that its runner needs, so that a change of the files it came from doesn't change it.
     *
     * @param stale why its results are stale; empty if they aren't
     */
    public static Spec spec(Cell cell, String stale) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode().put("cell", cell.id()).put("variant", cell.label())
                .put("dataset", cell.data().id()).put("trains", cell.trains());
        cell.experiment().ifPresent(own -> spec.put("experiment", own.name()).set("tree", own.tree()));
        if (cell.experiment().isEmpty()) {
            spec.put("tracker", cell.tracker());
        }
        cell.data().options().forEach(spec.withArray("options")::add);
        cell.sequences().forEach(spec.withArray("sequences")::add);
        return new Spec(cell.title(), spec, stale);
    }

    /** Returns what a job's table is made of: all cells of a plan, also those that are finished and no task of the job. */
    public static ObjectNode about(SweepPlan plan) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        for (Cell cell : plan.cells()) {
            ObjectNode node = about.withArray("cells").addObject().put("cell", cell.id()).put("variant", cell.label())
                    .put("data", cell.data().label()).put("title", cell.title());
            cell.experiment().ifPresent(own -> node.put("seed", own.seed()));
        }
        return about;
    }

    @Override
    public Outcome run(ObjectNode spec, TaskControl control) throws IOException {
        if (spec.has("tracker")) {
            return trackers.run(spec.path("tracker").asText(), plan(spec), store.folder(spec.path("cell").asText()), control);
        }
        Experiment experiment = Experiment.of(spec.path("experiment").asText(), (ObjectNode) spec.path("tree"));
        EvaluationPlan plan = plan(spec);
        Path folder = store.folder(spec.path("cell").asText());
        List<LoadedExperiment> models = new ArrayList<>();
        try (FrameThreads threads = FrameThreads.parse("auto")) {
            if (spec.path("trains").asBoolean()) {
                Outcome outcome = trainer.train(experiment, control);
                if (outcome.state() != State.DONE) {
                    return outcome;
                }
                experiment = trainer.trained(experiment);
            }
            List<Placement> placements = Placement.several(control.device(), experiment.precision().toString(), experiment.seed());
            for (Placement placement : placements) {
                models.add(loader.load(experiment, placement, progress -> {}).caching(features));
            }
            Provenance provenance = Provenance.now("glad work", models.get(0)).of(spec.path("variant").asText(), placements);
            String stale = stale(plan, folder, models.get(0), provenance);
            if (!stale.isEmpty() && !control.replacing()) {
                return new Outcome(State.STALE, stale);
            }
            if (!stale.isEmpty()) {
                store.aside(folder);
            }
            EvaluationRun run = EvaluationRun.begin(plan, RunFolder.open(folder), models.get(0), provenance);
            return evaluated(run, listener -> run.run(models, threads, listener), control, spec.path("trains").asBoolean() ? CellTrainer.PART : 0);
        } finally {
            models.forEach(LoadedExperiment::close);
        }
    }

    private EvaluationPlan plan(ObjectNode spec) {
        String dataset = spec.path("dataset").asText();
        List<String> options = texts(spec, "options");
        return new EvaluationPlan(dataset, options, datasets.open(dataset, null, options), texts(spec, "sequences"), Optional.empty(),
                datasets.rules(dataset), metrics.usual(), List.of(), 1, false);
    }

    /** Returns what the results that are there were made with that is different now; empty if nothing is. */
    private static String stale(EvaluationPlan plan, Path folder, LoadedExperiment model, Provenance provenance) {
        LoadedExperiment now = model.on(plan.dataset());
        Optional<String> changed = new Staleness(plan).reason(RunFolder.open(folder), RunContent.of(now, provenance), now.experiment().sentence());
        if (changed.isPresent()) {
            return changed.get();
        }
        try {
            EvaluationRun.begin(plan, RunFolder.open(folder), model, provenance);
            return "";
        } catch (GladException e) {
            if (e.exitCode() != 2) {
                throw e;
            }
            return e.getMessage().replaceFirst("^.*holds results of another run[:,]? ", "").replaceFirst("; [^;]*$", "");
        }
    }

    /** Does an evaluation as a task. @param work runs it, and tells how far it is @param before which fraction of the task is done already */
    static Outcome evaluated(EvaluationRun run, Consumer<EvaluationRun.Listener> work, TaskControl control, double before) {
        control.onStop(run::stop);
        work.accept((tracker, progress) -> control.progress(
                before + (1 - before) * (progress.framesInAll() == 0 ? 1 : (double) progress.framesDone() / progress.framesInAll()),
                "sequence " + progress.sequenceNumber() + " of " + progress.sequences() + ", " + progress.sequence()));
        if (run.stopped()) {
            return new Outcome(State.WAITING, "");
        }
        run.problems().forEach(control::log);
        if (!run.problems().isEmpty()) {
            throw GladException.failure(run.problems().get(0));
        }
        return new Outcome(State.DONE, run.result().coverage());
    }

    private static List<String> texts(ObjectNode spec, String key) {
        List<String> texts = new ArrayList<>();
        spec.path(key).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
