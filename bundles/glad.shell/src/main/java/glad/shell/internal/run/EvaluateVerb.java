package glad.shell.internal.run;

import glad.api.track.TrackerFactory;
import glad.bench.EvaluationRun;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.experiment.Experiment;
import glad.experiment.SentenceMode;
import glad.jobs.JobQueue;
import glad.runtime.FeatureStore;
import glad.runtime.FrameThreads;
import glad.runtime.Registries;
import glad.runtime.Registry;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.jobs.Submission;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a tracker on a dataset. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=evaluate")
@Command(name = "evaluate", description = "Run a tracker over a dataset, measure it, and write a report. "
        + "Sequences that are finished already aren't computed again.")
public final class EvaluateVerb extends ShellCommand {

    private final ModelSource models;
    private final FeatureStore features;
    private final Datasets datasets;
    private final Metrics metrics;
    private final Registries registries;
    private final JobQueue queue;

    @Parameters(paramLabel = TRACKER, description = "Which tracker: an experiment, or one of a bundle, such as csrt.")
    private String name;

    @Mixin
    private PlanOptions what;

    @Option(names = "--no-cache", description = "Compute the diffusion features of every first frame. Otherwise those that took more than"
            + " a second are kept in $GLAD_CACHE/features (default: ~/.cache/glad/features; at most 10 GiB, to be emptied at any time) and"
            + " read by later runs; results are the same, and no speed is given for a sequence that began so. --look does without them, too.")
    private boolean noCache;

    @ArgGroup(heading = "")
    private RunPlace place = new RunPlace();

    @Mixin
    private ModelOptions options;

    @Mixin
    private Submission submission;

    /** Made by the component runtime. */
    @Activate
    public EvaluateVerb(@Reference ModelSource models, @Reference FeatureStore features, @Reference Datasets datasets,
            @Reference Metrics metrics, @Reference Registries registries, @Reference JobQueue queue) {
        this.queue = queue;
        this.models = models;
        this.features = features;
        this.datasets = datasets;
        this.metrics = metrics;
        this.registries = registries;
    }

    @Override
    protected Result run() {
        return BundleTracker.find(name, models.experiments(), registries.trackers()).map(this::tracker).orElseGet(this::experiment);
    }

    private Result experiment() {
        try (FrameThreads threads = options.threads()) {
            Experiment first = options.experiment(models, name, what.changes(1, 0));
            what.hearOfCues(first, this::remark);
            EvaluationSeries series = series();
            if (submission.asked()) {
                return submission.put(this, queue, "evaluate", true, null);
            }
            series.each(run -> {
                Experiment experiment = options.experiment(models, name, what.changes(run, first.seed()));
                try (ModelsOnDevices loaded = ModelsOnDevices.load(this, options, models, experiment, noCache || what.looks() ? Optional.empty() : Optional.of(features))) {
                    Provenance provenance = Provenance.now(commandLine(), loaded.first()).of(place.name(), options.placements(experiment));
                    series.run(run, experiment.name(), experiment.description(),
                            (plan, folder) -> EvaluationRun.begin(plan, folder, loaded.first(), provenance),
                            (evaluation, lines) -> what.noting(evaluation).run(loaded.all(), threads, lines));
                }
            });
            return series.result();
        }
    }

    private Result tracker(Registry.Entry<TrackerFactory> tracker) {
        options.refuse(tracker.id(), Map.of("--no-cache", noCache, "--batch", what.batched(), "--cues", what.cues(), "--look", what.looks()));
        EvaluationSeries series = series();
        if (submission.asked()) {
            return submission.put(this, queue, "evaluate", false, null);
        }
        Provenance provenance = Provenance.now(commandLine(), tracker.id(), place.name());
        SentenceMode told = what.sentence();
        series.each(run -> series.run(run, tracker.id(), tracker.service().description(),
                (plan, folder) -> EvaluationRun.begin(plan, folder, tracker, told, provenance),
                (evaluation, lines) -> evaluation.run(tracker, told, lines)));
        return series.result();
    }

    private EvaluationSeries series() {
        return new EvaluationSeries(this, place, what.plans(datasets, metrics, registries.trackers(), this::remark), what.several(), what.runs());
    }
}
